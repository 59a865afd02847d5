import type { YamlMistake } from './yaml-text.ts';

/** A mistake found in the file's plain data. Its line follows from its path. */
export type PlainMistake = Omit<YamlMistake, 'line'>;

export const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Empty if it is not a mapping. */
export function mappingOf(value: unknown): Record<string, unknown> {
  return isMapping(value) ? { ...value } : {};
}

/** Empty if it is not a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
