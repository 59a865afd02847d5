import type { BadValue } from './watch.ts';

/** Three significant digits. */
export const inDigits = (value: number): string => String(Number(value.toPrecision(3)));

/** `0.05 > 0.02`. */
export function comparison({ value, limit }: Pick<BadValue, 'value' | 'limit'>): string {
  const sign = value > limit ? '>' : value < limit ? '<' : '=';
  return `${inDigits(value)} ${sign} ${inDigits(limit)}`;
}
