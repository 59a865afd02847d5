import { DateTime } from 'luxon';
import { escapeAll } from './mrkdwn.ts';
import type { Surroundings } from './facts.ts';

type Now = Pick<Surroundings, 'now' | 'timezone'>;

/** A time of day, with its day unless that is today. */
export function clock(ms: number, { now, timezone }: Now, locale: string): string {
  const at = DateTime.fromMillis(ms, { zone: timezone, locale });
  const today = at.hasSame(DateTime.fromMillis(now, { zone: timezone }), 'day');
  return at.toLocaleString(today ? DateTime.TIME_24_SIMPLE : DateTime.DATETIME_SHORT);
}

/** A time of day as `clock` has it, with the name of its zone, for what several people read and no program translates. */
export const clockWithZone = (ms: number, around: Now, locale: string): string =>
  `${clock(ms, around, locale)} ${zoneAt(ms, around, locale)}`;

const zoneAt = (ms: number, { timezone }: Now, locale: string): string =>
  DateTime.fromMillis(ms, { zone: timezone, locale }).offsetNameShort ?? timezone;

/** The same as Slack's markup: each reader sees it in their own zone. `url`: where it leads. */
export function readersClock(ms: number, around: Now, locale: string, url: string | null = null): string {
  const link = url === null ? '' : `^${escapeAll(url).replaceAll('|', '%7C')}`;
  const seconds = Math.floor(ms / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}${link}|${escapeAll(clockWithZone(ms, around, locale))}>`;
}

/** As people type it into a command, to the second after it at the latest: what happened at that very moment counts. */
export const typedTime = (ms: number, { timezone }: Now): string =>
  DateTime.fromMillis(Math.ceil(ms / 1000) * 1000, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** A minute of the day as a clock shows it, and as Slack takes it: `08:05`. */
export const timeOfDay = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
