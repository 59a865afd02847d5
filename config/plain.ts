import type { Mistake } from './yaml-text.ts';

/** Something wrong in the file's plain data; its line follows from its path. */
export type PlainMistake = Omit<Mistake, 'line'>;

export const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Empty if it is none. */
export function mappingOf(value: unknown): Record<string, unknown> {
  return isMapping(value) ? { ...value } : {};
}

/** Empty if it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
