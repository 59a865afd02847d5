import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import { parseDuration } from '../domain/command/parse-duration.ts';
import { sinceAlone, untilAlone } from '../domain/command/time-alone.ts';
import { words as sayWords } from '../texts/cli-say.ts';
import { words } from '../texts/cli.ts';

/** Parses a time as commands write it, or ISO 8601, to epoch ms. UTC unless it says otherwise. A day means its beginning. */
export const sinceMoment = (text: string): number => sinceAlone(text, Date.now(), 'UTC') ?? isoMoment(text);

/** Like `sinceMoment`, but a day means its end. */
export const untilMoment = (text: string): number => untilAlone(text, Date.now(), 'UTC') ?? isoMoment(text);

/** For ISO 8601 forms that commands do not take, such as `2026-03` and `20260302T1405`. */
function isoMoment(text: string): number {
  const read = DateTime.fromISO(text, { zone: 'utc' });
  if (!read.isValid || read.year < 1000 || read.year > 9999) throw new InvalidArgumentError(words.noMoment);
  return read.toMillis();
}

/** Parses a duration such as `30m` or `1h30m` to ms. */
export function durationMs(text: string): number {
  const read = parseDuration(text);
  if (read === null || read <= 0) throw new InvalidArgumentError(sayWords.badTimeout);
  return read;
}

export function fencingToken(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new InvalidArgumentError(sayWords.badFencing);
  return Number(text);
}
