import { DateTime } from 'luxon';
import { bare } from './words.ts';
import { parseDuration } from './parse-duration.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';

/** A time as people say it: so long ago, at a time of day `HH:MM`, at a local date and time, or at an instant. */
export type Moment =
  | { readonly agoMs: number }
  | { readonly at: string }
  /** ISO 8601 without an offset. */
  | { readonly local: string }
  /** Epoch ms. */
  | { readonly instant: number };

/** When a freeze ends, as people say it: after some ms, or at the next such time of day, `HH:MM`. */
export type FreezeEnd = { readonly afterMs: number } | { readonly at: string };

/** A time, and how many words it takes. */
export interface MomentRead {
  readonly moment: Moment;
  readonly length: number;
}

/** Reads the time at the beginning of some words; null if there is none. */
export function readMoment(words: readonly string[]): MomentRead | null {
  const [first = '', next = ''] = words;
  const [word, second] = [bare(first), bare(next)];
  if (meansParticle(word, 'now')) return { moment: { agoMs: 0 }, length: 1 };
  const agoMs = parseDuration(word);
  if (agoMs !== null) return meansParticle(second, 'ago') ? { moment: { agoMs }, length: 2 } : null;
  const dayAndTime =
    date.test(word) && timeOfDay.test(second) ? localTime(`${word}T${padded(second)}`) : null;
  if (dayAndTime !== null) return { moment: dayAndTime, length: 2 };
  const moment = (timeOfDay.test(word) ? { at: word } : null) ?? slackMessage(word) ?? isoTime(word);
  return moment === null ? null : { moment, length: 1 };
}

const meansParticle = (word: string, particle: 'now' | 'ago'): boolean =>
  meaningOf(folded(word), russianParticles) === particle;

const timeOfDay = /^([01]?\d|2[0-3]):[0-5]\d$/;
const padded = (time: string): string => time.padStart('00:00'.length, '0');

/** From the year 1000 on: PostgreSQL knows no year 0. */
const date = /^[1-9]\d{3}-\d{2}-\d{2}$/;

/** The link to a message, as Slack copies it: its last part is when it was written, in microseconds. */
function slackMessage(word: string): Moment | null {
  const match = /^https?:\/\/[\w.-]+(?::\d+)?\/archives\/\w+\/p(\d{16})(?:\?.*)?$/.exec(word);
  return match === null ? null : { instant: Math.floor(Number(match[1]) / 1000) };
}

function isoTime(word: string): Moment | null {
  const typed = word.toUpperCase();
  const [day = '', time] = typed.split('T');
  if (!date.test(day)) return null;
  if (time === undefined || !/(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(time)) return localTime(typed);
  const read = DateTime.fromISO(typed, { zone: 'UTC' });
  return read.isValid ? { instant: read.toMillis() } : null;
}

const localTime = (iso: string): Moment | null =>
  DateTime.fromISO(iso, { zone: 'UTC' }).isValid ? { local: iso } : null;

/** The instant that is meant, epoch ms; a time of day is its last one. */
export function instantOf(moment: Moment, now: number, timezone: string): number {
  if ('agoMs' in moment) return now - moment.agoMs;
  if ('instant' in moment) return moment.instant;
  if ('local' in moment) return DateTime.fromISO(moment.local, { zone: timezone }).toMillis();
  const today = thatDay(moment.at, now, timezone);
  return (today.toMillis() <= now ? today : today.minus({ days: 1 })).toMillis();
}

/** When a freeze ends, epoch ms: so long after it begins, or at the next such time of day after it was asked for. */
export function freezeEndOf(end: FreezeEnd, askedAt: number, now: number, timezone: string): number {
  if ('afterMs' in end) return now + end.afterMs;
  const today = thatDay(end.at, askedAt, timezone);
  return (today.toMillis() > askedAt ? today : today.plus({ days: 1 })).toMillis();
}

/** A time of day `HH:MM` on the day of an instant (epoch ms). */
function thatDay(time: string, instant: number, timezone: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return DateTime.fromMillis(instant, { zone: timezone }).set({ hour, minute, second: 0, millisecond: 0 });
}
