import type { Mistake } from './yaml-text.ts';

/** Something wrong in the file's plain data; its line follows from its path. */
export type PlainMistake = Omit<Mistake, 'line'>;

/** Empty if it is none. */
export function mappingOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Empty if it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
