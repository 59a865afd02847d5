import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import { parseDuration } from '../domain/command/parse-duration.ts';
import { words as sayWords } from '../texts/cli-say.ts';
import { words } from '../texts/cli.ts';

/** `2h`: so long ago; a date or a time as ISO 8601 has them, in UTC unless it says otherwise. To epoch ms. */
export const sinceMoment = (text: string): number => moment(text, (day) => day.startOf('day'));

/** The same; of a date its end is meant. */
export const untilMoment = (text: string): number => moment(text, (day) => day.endOf('day'));

function moment(text: string, ofDay: (day: DateTime) => DateTime): number {
  const ago = parseDuration(text);
  if (ago !== null) return Date.now() - ago;
  const read = DateTime.fromISO(text, { zone: 'utc' });
  // PostgreSQL knows no year 0, and ISO 8601 writes years beyond 9999 otherwise.
  if (!read.isValid || read.year < 1000 || read.year > 9999) throw new InvalidArgumentError(words.noMoment);
  return (/^\d{4}-\d\d-\d\d$/.test(text) ? ofDay(read) : read).toMillis();
}

/** `30m` to ms. */
export function durationMs(text: string): number {
  const read = parseDuration(text);
  if (read === null || read <= 0) throw new InvalidArgumentError(sayWords.badTimeout);
  return read;
}

export function fencingToken(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError(sayWords.badFencing);
  return Number(text);
}
