import { DateTime } from 'luxon';

/** People who are on call one after the other. */
export interface OnCall {
  /** Slack user IDs, at least one. */
  readonly rotation: readonly string[];
  readonly daysEach: number;
  /** When the first shift of the first one starts: `2026-01-05T10:00`, local time in `timezone`. */
  readonly from: string;
  /** An IANA zone. */
  readonly timezone: string;
}

/**
 * Who is on call at an instant (epoch ms): always exactly one. Shifts change at the same wall-clock time, also when the clocks
 * change in between, and the rotation reaches as far back as it does ahead.
 */
export function onCallAt({ rotation, daysEach, from, timezone }: OnCall, instantMs: number): string {
  const start = DateTime.fromISO(from, { zone: timezone });
  const startOf = (shift: number): number => start.plus({ days: shift * daysEach }).toMillis();
  const days = DateTime.fromMillis(instantMs, { zone: timezone }).diff(start, 'days').days;
  // A guess: a day with a clock change can put it off by one.
  let shift = Math.floor(days / daysEach);
  while (startOf(shift) > instantMs) shift -= 1;
  while (startOf(shift + 1) <= instantMs) shift += 1;
  const length = rotation.length;
  const person = rotation[((shift % length) + length) % length];
  if (person === undefined) throw new Error('Nobody is in the rotation.');
  return person;
}
