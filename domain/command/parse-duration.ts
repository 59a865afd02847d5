import { folded, meaningOf, russianUnits } from './vocabulary.ts';

/** The units of durations, in ms. */
export const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Ten years. Beyond it dates overflow, and an instant in a workflow must never do that. */
export const longestMs = 3_650 * unitMs.d;

/** Reads `2s`, `15m`, `2h`, `3d`, or `2ч`, to milliseconds; null for anything else, for zero and for more than ten years. */
export function parseDuration(text: string): number | null {
  const [, count, letters = ''] = /^(\d+)(\p{L}+)$/u.exec(text) ?? [];
  const unit = meaningOf(folded(letters), russianUnits);
  if (unit === null) return null;
  const ms = Number(count) * unitMs[unit];
  return ms > 0 && ms <= longestMs ? ms : null;
}
