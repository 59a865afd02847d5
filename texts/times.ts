import { DateTime } from 'luxon';
import type { Surroundings } from './facts.ts';

type Now = Pick<Surroundings, 'now' | 'timezone'>;

/** A time of day, with its day unless that is today. */
export function clock(ms: number, { now, timezone }: Now, locale: string): string {
  const at = DateTime.fromMillis(ms, { zone: timezone, locale });
  const today = at.hasSame(DateTime.fromMillis(now, { zone: timezone }), 'day');
  return at.toLocaleString(today ? DateTime.TIME_24_SIMPLE : DateTime.DATETIME_SHORT);
}

/** A day and a time, for what is read for longer than a day; with its year unless that is this one. */
export function dayAndTime(iso: string, { now, timezone }: Now, locale: string): string {
  const at = DateTime.fromISO(iso, { zone: timezone, locale });
  const thisYear = at.hasSame(DateTime.fromMillis(now, { zone: timezone }), 'year');
  return at.toLocaleString({
    ...(thisYear ? {} : { year: 'numeric' }),
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
