import { DateTime } from 'luxon';
import { escapeAll } from './mrkdwn.ts';
import type { TextContext } from './facts.ts';

type Now = Pick<TextContext, 'now' | 'timezone'>;

/** A time of day, with the date unless it is today. */
export function clock(ms: number, { now, timezone }: Now, locale: string): string {
  const at = DateTime.fromMillis(ms, { zone: timezone, locale });
  const today = at.hasSame(DateTime.fromMillis(now, { zone: timezone }), 'day');
  return at.toLocaleString(today ? DateTime.TIME_24_SIMPLE : DateTime.DATETIME_SHORT);
}

/** `clock` with the name of the time zone, for texts that several people read and no program converts. */
export const clockWithZone = (ms: number, around: Now, locale: string): string =>
  `${clock(ms, around, locale)} ${zoneAt(ms, around, locale)}`;

const zoneAt = (ms: number, { timezone }: Now, locale: string): string =>
  DateTime.fromMillis(ms, { zone: timezone, locale }).offsetNameShort ?? timezone;

/** The same as Slack's markup, which shows each reader their own time zone. `url`: the link target. */
export function readersClock(ms: number, around: Now, locale: string, url: string | null = null): string {
  const link = url === null ? '' : `^${escapeAll(url).replaceAll('|', '%7C')}`;
  const seconds = Math.floor(ms / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}${link}|${escapeAll(clockWithZone(ms, around, locale))}>`;
}

/** A time as users type it into a command. Rounded up to a second, so that what happened at that moment is included. */
export const typedTime = (ms: number, { timezone }: Now): string =>
  DateTime.fromMillis(Math.ceil(ms / 1000) * 1000, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** A minute of the day as `08:05`, which is also Slack's format. */
export const timeOfDay = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
