import { DateTime } from 'luxon';

/** A day as people say it. Without a year, the nearest such day. */
export type Day =
  | { readonly inDays: number }
  /** Monday is 1. */
  | { readonly weekday: number }
  /** ISO 8601. */
  | { readonly date: string }
  | { readonly month: number; readonly dayOfMonth: number };

/** A time of day, `HH:MM` or `HH:MM:SS`. Without a day the nearest such time; without a zone, in that of the configuration. */
export interface ClockTime {
  readonly at: string;
  readonly day?: Day;
  readonly zone?: string;
}

/** A time in writing: ISO 8601 without an offset, or epoch ms. */
type Written = { readonly local: string; readonly zone?: string } | { readonly instant: number };

/** A time as people say it: how long ago, by the clock, or as an instant. */
export type SpokenTime = { readonly agoMs: number } | ClockTime | Written;

/** When a freeze ends, as people say it: after some ms, or at the next such time. */
export type FreezeEnd = { readonly afterMs: number } | ClockTime | Written;

/** The instant that is meant, epoch ms. A time of day is its last occurrence. */
export function instantOf(moment: SpokenTime, now: number, timezone: string): number {
  if ('agoMs' in moment) return now - moment.agoMs;
  return 'at' in moment ? clockTime(moment, now, timezone, 'last') : written(moment, timezone);
}

/**
 * When a freeze ends, epoch ms. A duration counts from `now`, when the freeze begins; a time of day is its next occurrence after `askedAt`.
 */
export function freezeEndOf(end: FreezeEnd, askedAt: number, now: number, timezone: string): number {
  if ('afterMs' in end) return now + end.afterMs;
  return 'at' in end ? clockTime(end, askedAt, timezone, 'next') : written(end, timezone);
}

const written = (moment: Written, timezone: string): number =>
  'instant' in moment
    ? moment.instant
    : DateTime.fromISO(moment.local, { zone: moment.zone ?? timezone }).toMillis();

/** The last or the next occurrence of a time, seen from `now` (epoch ms). If a single day is meant, the time on that day. */
function clockTime(
  { at, day, zone }: ClockTime,
  now: number,
  timezone: string,
  which: 'last' | 'next',
): number {
  const [hour = 0, minute = 0, second = 0] = at.split(':').map(Number);
  const today = DateTime.fromMillis(now, { zone: zone ?? timezone });
  const times = daysOf(day, today, which)
    .filter(({ isValid }) => isValid)
    .map((one) => one.set({ hour, minute, second, millisecond: 0 }).toMillis());
  const right = times.find((time) => (which === 'last' ? time <= now : time > now));
  return right ?? times[0] ?? now;
}

/** The most years between two days of 29 February. */
const leapYears = 8;

/** The days that may be meant, nearest first. */
function daysOf(day: Day | undefined, today: DateTime, which: 'last' | 'next'): readonly DateTime[] {
  const step = which === 'last' ? -1 : 1;
  if (day === undefined) return [today, today.plus({ days: step })];
  if ('inDays' in day) return [today.plus({ days: day.inDays })];
  if ('date' in day) return [DateTime.fromISO(day.date, { zone: today.zone })];
  if ('weekday' in day) {
    const near = [0, 1, 2, 3, 4, 5, 6, 7].map((count) => today.plus({ days: step * count }));
    return near.filter(({ weekday }) => weekday === day.weekday);
  }
  const years = Array.from({ length: leapYears + 1 }, (_, count) => today.year + step * count);
  return years.map((year) =>
    DateTime.fromObject({ year, month: day.month, day: day.dayOfMonth }, { zone: today.zone }),
  );
}
