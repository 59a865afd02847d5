import { DateTime } from 'luxon';
import type { ClockTime, Day, FreezeEnd, SpokenTime } from './moment.ts';
import { phraseAt } from './phrase-at.ts';
import { readDuration } from './read-duration.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';
import { bare } from './words.ts';
import { offsetOf, readZoneOfTime } from './zone.ts';
import type { ZoneRead } from './zone-read.ts';

interface Read<T> {
  readonly length: number;
  readonly value: T;
}

/** A time, and how many words it takes. `bad`: how many words look like a time but are none. */
export type MomentRead<T = SpokenTime> =
  { readonly moment: T; readonly length: number } | { readonly bad: number };

/** Before a time or a day. */
const at = ['at', 'on', 'в', 'во', '@', 'около', 'к', 'ко'];

/** Reads the time at the beginning of some words; null if there is none. `5m` is five minutes ago. */
export function readMoment(words: readonly string[]): MomentRead | null {
  const [first = ''] = words;
  const word = folded(bare(first));
  if (meaningOf(word, russianParticles) === 'now' || ['just now', 'только что'].includes(wordsOf(words, 2))) {
    return { moment: { agoMs: 0 }, length: meaningOf(word, russianParticles) === 'now' ? 1 : 2 };
  }
  const span = readDuration(words) ?? (isAgo(words[1]) ? readDuration(words, true) : null);
  const next = folded(bare(words[span?.length ?? 0] ?? ''));
  // `6 часов вечера` is a time of day.
  if (span !== null && halfOf(next) === null) {
    const ago = isAgo(next) ? 1 : 0;
    return { moment: { agoMs: span.ms }, length: span.length + ago };
  }
  const link = slackMessage(bare(first));
  return link === null ? readClock(words) : { moment: { instant: link }, length: 1 };
}

export const isAgo = (word = ''): boolean => meaningOf(folded(bare(word)), russianParticles) === 'ago';

const wordsOf = (words: readonly string[], count: number): string =>
  words.slice(0, count).map(bare).map(folded).join(' ');

/** The same for the beginning of a period. A day is enough and means its midnight. */
export function readSince(words: readonly string[]): MomentRead | null {
  const skipped = at.includes(folded(bare(words[0] ?? ''))) ? 1 : 0;
  const moment = readMoment(words);
  if (moment !== null && !('bad' in moment)) return moment;
  const day = readDay(words.slice(skipped));
  if (day === null || moment !== null) return moment;
  return { moment: { at: '00:00', day: day.value }, length: day.length + skipped };
}

export const readEnd = (
  words: readonly string[],
): MomentRead<Exclude<FreezeEnd, { afterMs: number }>> | null => readClock(words);

/** Reads a clock time with its parts in any order: `18:00 tomorrow UTC`, `on Friday at 6pm`. */
function readClock(
  words: readonly string[],
): MomentRead<ClockTime | Exclude<SpokenTime, { agoMs: number }>> | null {
  const iso = isoTime(words);
  if (iso !== null) return iso;
  let day: Day | null = null;
  let time: string | null = null;
  let zone: string | null = null;
  let length = 0;
  for (;;) {
    // What follows a full stop is another sentence.
    if (
      time !== null &&
      /[;.]$/.test(words[length - 1] ?? '') &&
      !/[ap]\.?m\.$/i.test(words[length - 1] ?? '')
    )
      break;
    const joint = folded(bare(words[length] ?? ''));
    const skipped: number = at.includes(joint) && !(time !== null && ['к', 'ко'].includes(joint)) ? 1 : 0;
    const rest = words.slice(length + skipped);
    const someDay: Read<Day> | null = day === null ? readDay(rest) : null;
    const someTime: Read<TimeOfDay | null> | null = time === null ? readTime(rest) : null;
    const someZone: ZoneRead | null =
      time !== null && zone === null && skipped === 0 ? readZoneOfTime(rest) : null;
    if (someTime !== null) {
      if (someTime.value === null) return { bad: length + skipped + someTime.length };
      time = someTime.value.time;
      zone = someTime.value.zone;
    } else if (someDay !== null) day = someDay.value;
    else if (someZone !== null) {
      if (someZone.zone === undefined) return { bad: length + someZone.length };
      zone = someZone.zone;
    }
    const read: { readonly length: number } | null = someTime ?? someDay ?? someZone;
    if (read === null) break;
    length += skipped + read.length;
  }
  if (time === null) return null;
  const clock = { at: time, ...(day === null ? {} : { day }), ...(zone === null ? {} : { zone }) };
  return { moment: clock, length };
}

/** From the year 1000 on, since PostgreSQL has no year 0. */
const date = /^[1-9]\d{3}-\d{2}-\d{2}$/;

/** `2026-03-02`, `2026-03-02T14:05` (a zone may follow) and `2026-03-02T14:05Z`. */
function isoTime(
  words: readonly string[],
): MomentRead<Exclude<SpokenTime, { agoMs: number } | ClockTime>> | null {
  const typed = bare(words[0] ?? '').toUpperCase();
  const [day = '', time] = typed.split('T');
  if (!date.test(day)) return null;
  const valid = DateTime.fromISO(typed, { zone: 'UTC' });
  if (!valid.isValid) return { bad: 1 };
  if (time === undefined) {
    const more = readTime(words.slice(at.includes(folded(bare(words[1] ?? ''))) ? 2 : 1));
    return more === null ? { moment: { local: typed }, length: 1 } : null;
  }
  if (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(time)) return { moment: { instant: valid.toMillis() }, length: 1 };
  const zone = readZoneOfTime(words.slice(1));
  if (zone?.zone === undefined && zone !== null) return { bad: 2 };
  return {
    moment: { local: typed, ...(zone?.zone ? { zone: zone.zone } : {}) },
    length: 1 + (zone?.length ?? 0),
  };
}

/**
 * The time of a message, epoch ms, by the link that Slack copies: its last part is that time in microseconds. Null if it is no such link.
 */
function slackMessage(word: string): number | null {
  const match = /^https?:\/\/[\w.-]+(?::\d+)?\/archives\/\w+\/p(\d{16})(?:\?.*)?$/.exec(word);
  return match === null ? null : Math.floor(Number(match[1]) / 1000);
}

const halves: readonly (readonly [string, readonly string[]])[] = [
  ['am', ['am', 'a.m', 'утра', 'ночи']],
  ['pm', ['pm', 'p.m', 'дня', 'вечера']],
];
const halfOf = (word: string): string | null => halves.find(([, words]) => words.includes(word))?.[0] ?? null;

const namedTimes: readonly (readonly [string, readonly string[]])[] = [
  ['12:00', ['noon', 'midday', 'полдень', 'полудня']],
  ['00:00', ['midnight', 'полночь', 'полуночи']],
];

interface TimeOfDay {
  readonly time: string;
  /** The zone in the same word; null: none. */
  readonly zone: string | null;
}

/** Reads a time of day. The value is null if the words look like one but are none. */
function readTime(words: readonly string[]): Read<TimeOfDay | null> | null {
  const [word = '', next = '', third = ''] = words.slice(0, 3).map((one) => folded(bare(one)));
  const named = namedTimes.find(([, words]) => words.includes(word));
  if (named !== undefined) return { value: { time: named[0], zone: null }, length: 1 };
  const [whole, hours = '', minutes = '00', seconds, tail = ''] =
    // Not an address such as `10.0.0.1:5432`.
    /^@?(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(\S.*)?$/s.exec(word) ?? [];
  if (whole === undefined || /^@?\d{1,2}\.\d/.test(word)) return null;
  const joined = halfOf(tail);
  const oClock = tail === '' && ["o'clock", 'o’clock', 'час', 'часа', 'часов'].includes(next);
  const half = joined ?? (tail === '' ? halfOf(oClock ? third : next) : null);
  const length = 1 + (oClock ? 1 : 0) + (half !== null && joined === null ? 1 : 0);
  if (half === null && !oClock && !word.includes(':')) return null;
  const time = ofDay(
    [Number(hours), Number(minutes), ...(seconds === undefined ? [] : [Number(seconds)])],
    half,
  );
  const zone = tail === '' || joined !== null ? null : joinedZone(tail);
  return { value: time === null || zone === undefined ? null : { time, zone }, length };
}

/** The zone in the same word as a time. Undefined for `10:00-12:00`, which may be a range. */
const joinedZone = (tail: string): string | undefined => {
  if (['z', 'utc'].includes(tail)) return 'UTC';
  return tail.startsWith('+') ? (offsetOf(tail) ?? undefined) : undefined;
};

function ofDay([hours = 0, ...smaller]: readonly number[], half: string | null): string | null {
  const right = half === null ? hours <= 23 : hours >= 1 && hours <= 12;
  if (!right || smaller.some((part) => part > 59)) return null;
  const hour = half === null ? hours : (hours % 12) + (half === 'pm' ? 12 : 0);
  return [hour, ...smaller].map((part) => String(part).padStart(2, '0')).join(':');
}

const namedDays: readonly (readonly [number, readonly string[]])[] = [
  [0, ['today', 'tonight', 'сегодня', 'сегодняшнего дня']],
  [1, ['tomorrow', 'tmrw', 'завтра', 'завтрашнего дня']],
  [2, ['day after tomorrow', 'the day after tomorrow', 'послезавтра']],
  [-1, ['yesterday', 'вчера', 'вчерашнего дня']],
  [-2, ['day before yesterday', 'the day before yesterday', 'позавчера']],
];
const weekdays: readonly (readonly string[])[] = [
  ['mon', 'monday', 'понедельник', 'понедельника', 'понедельнику', 'пн'],
  ['tue', 'tues', 'tuesday', 'вторник', 'вторника', 'вторнику', 'вт'],
  ['wed', 'wednesday', 'среда', 'среду', 'среды', 'среде', 'ср'],
  ['thu', 'thur', 'thurs', 'thursday', 'четверг', 'четверга', 'четвергу', 'чт'],
  ['fri', 'friday', 'пятница', 'пятницу', 'пятницы', 'пятнице', 'пт'],
  ['sat', 'saturday', 'суббота', 'субботу', 'субботы', 'субботе', 'сб'],
  ['sun', 'sunday', 'воскресенье', 'воскресенья', 'воскресенью', 'вс'],
];
const months: readonly (readonly string[])[] = [
  ['jan', 'january', 'января', 'янв'],
  ['feb', 'february', 'февраля', 'фев'],
  ['mar', 'march', 'марта', 'мар'],
  ['apr', 'april', 'апреля', 'апр'],
  ['may', 'мая'],
  ['jun', 'june', 'июня', 'июн'],
  ['jul', 'july', 'июля', 'июл'],
  ['aug', 'august', 'августа', 'авг'],
  ['sep', 'sept', 'september', 'сентября', 'сен'],
  ['oct', 'october', 'октября', 'окт'],
  ['nov', 'november', 'ноября', 'ноя'],
  ['dec', 'december', 'декабря', 'дек'],
];

/** Reads a day at the beginning of some words. */
export function readDay(words: readonly string[]): Read<Day> | null {
  const [first = '', second = '', third = '', fourth = ''] = words
    .slice(0, 4)
    .map((one) => folded(bare(one)));
  for (const [inDays, names] of namedDays) {
    const named = phraseAt(words, names);
    if (named !== undefined) return { value: { inDays }, length: named.split(' ').length };
  }
  const weekday = weekdays.findIndex((names) => names.includes(first));
  if (weekday >= 0) return { value: { weekday: weekday + 1 }, length: 1 };
  if (date.test(first) && DateTime.fromISO(first).isValid) return { value: { date: first }, length: 1 };
  const turned = second === 'of' ? monthAndDay(first, third, fourth) : null;
  if (turned !== null) return { ...turned, length: turned.length + 1 };
  return dottedDate(first) ?? monthAndDay(first, second, third);
}

/** `24.12` and `24.12.2026`. */
function dottedDate(word: string): Read<Day> | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?$/.exec(word) ?? [];
  return day === undefined ? null : dayOf(Number(month), Number(day), year ?? null, 1);
}

/** `24 December`, `December 24th, 2026`, `24 декабря`. */
function monthAndDay(first: string, second: string, third: string): Read<Day> | null {
  const number = /^(\d{1,2})(?:st|nd|rd|th|го|е)?$/;
  const monthIn = (word: string) => months.findIndex((names) => names.includes(word)) + 1;
  const [day, month] = monthIn(first) > 0 ? [second, monthIn(first)] : [first, monthIn(second)];
  const [, count] = number.exec(day) ?? [];
  const year = /^20\d{2}$/.test(third) ? third : null;
  return month === 0 || count === undefined ? null : dayOf(month, Number(count), year, year === null ? 2 : 3);
}

function dayOf(month: number, dayOfMonth: number, year: string | null, length: number): Read<Day> | null {
  const inThatYear = DateTime.fromObject({ year: Number(year ?? 2000), month, day: dayOfMonth });
  if (!inThatYear.isValid) return null;
  return { value: year === null ? { month, dayOfMonth } : { date: inThatYear.toISODate() }, length };
}
