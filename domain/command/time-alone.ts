/**
 * Reads times that stand alone, such as an option of a program, in the words of commands. Null: no time, or one that the log cannot store.
 */
import { DateTime } from 'luxon';
import type { FreezeEnd, SpokenTime } from './moment.ts';
import { instantOf } from './moment.ts';
import { readDuration } from './read-duration.ts';
import { readEnd, readMoment, readSince } from './read-moment.ts';
import type { MomentRead } from './read-moment.ts';
import { wordsIn } from './words.ts';

/** The instant that is meant, epoch ms. */
export function instantAlone(text: string, now: number, timezone: string): number | null {
  const words = wordsIn(text);
  return keptInstant(whole(readMoment(words), words), now, timezone);
}

/** The beginning of a period, epoch ms. A day counts from its start; `week` is a week ago. */
export function sinceAlone(text: string, now: number, timezone: string): number | null {
  const words = wordsIn(text);
  const span = readDuration(words, true);
  const ago = span?.length === words.length ? { agoMs: span.ms } : null;
  return keptInstant(whole(readSince(words), words) ?? ago, now, timezone);
}

/** The end of a period, epoch ms. Like `sinceAlone`, but a day counts to its end. */
export function untilAlone(text: string, now: number, timezone: string): number | null {
  const since = sinceAlone(text, now, timezone);
  if (since === null || !isDay(wordsIn(text))) return since;
  return kept(DateTime.fromMillis(since, { zone: timezone }).endOf('day').toMillis());
}

/** When a freeze ends. */
export function endAlone(text: string): FreezeEnd | null {
  const words = wordsIn(text);
  return whole(readEnd(words), words);
}

/** The time, if it takes all of the words; otherwise null. */
const whole = <T>(read: MomentRead<T> | null, words: readonly string[]): T | null =>
  read !== null && 'moment' in read && read.length === words.length ? read.moment : null;

/** Whether the words of a time give a day but no time of day. */
function isDay(words: readonly string[]): boolean {
  const moment = whole(readMoment(words), words);
  if (moment === null) return whole(readSince(words), words) !== null;
  return 'local' in moment && !moment.local.includes('T');
}

const keptInstant = (moment: SpokenTime | null, now: number, timezone: string): number | null =>
  moment === null ? null : kept(instantOf(moment, now, timezone));

/** PostgreSQL has no year 0, and ISO 8601 writes years beyond 9999 differently. */
function kept(instant: number): number | null {
  const { year } = DateTime.fromMillis(instant, { zone: 'utc' });
  return year >= 1000 && year <= 9999 ? instant : null;
}
