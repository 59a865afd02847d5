/** When digests and reports are due, and which time they cover. Instants are epoch ms. */
import { DateTime } from 'luxon';
import type { DigestKind } from './messages/due-digest.ts';
import type { Settings } from './settings.ts';
import type { Calendar } from './working-time.ts';

/** In local time. */
export interface DigestTimes {
  /** ISO weekdays, 1 is Monday. */
  readonly days: readonly number[];
  /** Minutes from midnight. */
  readonly atMinute: number;
  readonly timezone: string;
}

/** When messages of a kind are due; null: never. */
export function digestTimes(
  kind: DigestKind,
  { digest, report, release: { calendar } }: Settings,
): DigestTimes | null {
  const { timezone } = calendar;
  if (kind === 'digest') return digest && { days: calendar.days, atMinute: digest.atMinute, timezone };
  return report && { days: [report.day], atMinute: report.atMinute, timezone };
}

/** The start of the time that a digest covers: since the last digest, but at least since the same time on the last working day. */
export function toldSince(at: number, last: number | null, { timezone, days }: Calendar): number {
  const now = DateTime.fromMillis(at, { zone: timezone });
  const daysBefore = [1, 2, 3, 4, 5, 6, 7].map((count) => now.minus({ days: count }));
  const workingDay = daysBefore.find(({ weekday }) => days.includes(weekday)) ?? now.minus({ weeks: 1 });
  return Math.min(workingDay.toMillis(), last ?? at);
}

/** The same local time that many weeks before. */
export const weeksBefore = (at: number, weeks: number, { timezone }: Calendar): number =>
  DateTime.fromMillis(at, { zone: timezone }).minus({ weeks }).toMillis();
