/** Reads an incident: when it began, and what happened. */
import { behindAll, phraseAt } from './phrase-at.ts';
import { readDuration } from './read-duration.ts';
import { isAgo, readDay, readMoment } from './read-moment.ts';
import type { MomentRead } from './read-moment.ts';
import { fine, freeText, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import { approximately, listed, optionAt, partsOfDay, untils } from './said-around-times.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { isToday } from './time-at.ts';
import { turnedSpanAt, vagueSpanAt } from './vague-time.ts';
import { folded } from './vocabulary.ts';
import { normal, says } from './words.ts';
import { zoneAt } from './zone.ts';

const sinces = ['since', 'с', 'со'];
/** Before a time at the end of a text, they say that it is when the incident began. */
const sinceOrAt = [...sinces, 'from', 'at', 'on', 'as', 'starting', 'в', 'во', 'начиная', '@'];
/** Before the time at which it began. Longer phrases first, here and below. */
const introductions = [
  ...listed(
    'since, from, at, on, as of, starting at, starting from, starting, started, began, begun, time, @, ' +
      'начиная с, начиная со, началось, начался, началась, время, с, со, в, во',
  ),
  ...approximately,
];
/** At the end of a text they may belong to the text: `response time 12:30`. */
const labels = ['time', 'время'];
/** Before a time or a day at which it did not begin, or may not have begun. */
const others = listed(
  'not before, before, after, until, till, between, by, during, in, to, for, last, this, next, в прошлый, в прошлую, в этот, в эту, в следующий, в следующую, ' +
    'прошлый, прошлую, прошлой, эту, этот, до, после, к, ко, между, через, на',
);
/** Before how long it lasts, or how long until it begins. */
const beforeSpan = listed(
  'in, for, in the last, in the past, for the last, for the past, the last, the past, last, past, over the last, через, за последние, последние, за, на',
);
const vague = [
  ...partsOfDay,
  ...listed(
    'last night, last evening, last week, last month, last hour, this morning, this afternoon, this evening, this week, in the morning, in the afternoon, in the evening, ' +
      'earlier today, some time ago, a while ago, a bit ago, a moment ago, moments ago, minutes ago, hours ago, days ago, long ago, ' +
      'прошлой ночью, на прошлой неделе, на этой неделе, недавно, давно, некоторое время назад',
  ),
];
/** A time after one of these, at the end of a text, is not when it began. */
const notBegun = listed(
  'of, than, until, till, to, by, before, after, and, or, for, version, dated, до, по, к, после, за, на, от, чем, и, или, перед, версия',
);
const last = listed('last, this, next, прошлую, прошлый, прошлой, эту, этот, следующую, следующий');

/** How many words at the end may give a time, including small talk after it. */
const longestTail = 40;

/** The time is now, unless one is given before the text or at its end. */
export const incident: Reader<'incident'> = (args, command, context) => {
  const first = timeBefore(args);
  if (first !== null && 'bad' in first) {
    return wrong({ code: 'badTime', command, text: args.slice(0, first.bad).join(' ') });
  }
  const words = args.slice(first?.length ?? 0);
  const text = freeText(words, context);
  if (text === null) return wrong({ code: 'missingIncident' });
  const read = first ?? timeAtEnd(words);
  if (read !== null && 'bad' in read) {
    const begin = words.length - read.bad;
    return wrong({ code: 'badTime', command, text: words.slice(begin).join(' ') });
  }
  return fine({ type: 'incident', time: read?.moment ?? { agoMs: 0 }, text });
};

/** The time before the text, `since about 14:05`. `bad` if the words give a time that cannot be used; null if they give none. */
function timeBefore(words: readonly string[]): MomentRead | null {
  const parted = optionAt(words, (word) => introductions.includes(folded(word)));
  if (parted !== null) {
    const read = timeBefore(parted);
    const more = words.length - parted.length;
    if (read === null) return null;
    return 'bad' in read ? { bad: read.bad + more } : { ...read, length: read.length + more };
  }
  const rest = behindAll(words, introductions);
  const skipped = words.length - rest.length;
  const unclear = phraseAt(rest, vague)?.split(' ').length ?? vagueAgoAt(rest);
  if (unclear !== null) return { bad: unclear + skipped };
  const read = readMoment(rest);
  if (read !== null) {
    if ('bad' in read) return { bad: read.bad + skipped };
    return { ...read, length: read.length + skipped };
  }
  // A day or a zone alone is not a time.
  const length = readDay(rest)?.length ?? (skipped === 0 ? zoneAt(rest) : null);
  return length === null ? otherTimeAt(words) : { bad: length + skipped };
}

/** `a few minutes ago`, `минут 10 назад`. */
function vagueAgoAt(words: readonly string[]): number | null {
  const length = turnedSpanAt(words) ?? vagueSpanAt(words);
  return length !== null && isAgo(words[length]) ? length + 1 : null;
}

/** A time that is not when it began: `before 14:05`, `last Friday`, `in 5m`. */
function otherTimeAt(words: readonly string[]): MomentRead | null {
  const after = behindAll(words, beforeSpan);
  const span = after.length < words.length ? readDuration(after) : null;
  if (span !== null) return { bad: words.length - after.length + span.length };
  const rest = behindAll(words, [...others, ...introductions]);
  if (rest.length === words.length || readDuration(rest) !== null) return null;
  const read = readMoment(rest);
  const time = read === null ? readDay(rest)?.length : 'bad' in read ? read.bad : read.length;
  return time === undefined ? null : { bad: words.length - rest.length + time };
}

/** The time at the end of a text: `… since 14:05`, `… yesterday at 10:00`, `… 5 minutes ago`. `bad` counts words from the end. */
function timeAtEnd(words: readonly string[]): MomentRead | null {
  for (let index = Math.max(1, words.length - longestTail); index < words.length; index += 1) {
    const tail = words.slice(index);
    const rest = behindAll(tail, introductions);
    const isWhole = (length: number | null = null) =>
      length !== null && withoutSmallTalk(rest.slice(length)).length === 0;
    const first = normal(tail[0] ?? '');
    const isDay = sinces.includes(first) && !isToday(rest) && isWhole(readDay(rest)?.length);
    const read = readMoment(rest);
    const isBad = read !== null && 'bad' in read && sinceOrAt.includes(first) && isWhole(read.bad);
    if (isBad || (read === null && isDay) || isWhole(vagueAgoAt(rest))) return { bad: tail.length };
    if (read === null || 'bad' in read) continue;
    const end = rest.slice(read.length);
    if (isWhole(read.length) || endsAt(end)) {
      if (!isBegin(words, index, read)) return null;
      return isDate(read) ? { bad: tail.length } : exact(words, index, read);
    }
  }
  return null;
}

/** Whether the time at `index` is when it began: not `until 14:05` or `for 2h`. */
function isBegin(words: readonly string[], index: number, { moment, length }: Told): boolean {
  const tail = words.slice(index);
  const first = normal(tail[0] ?? '');
  if ('agoMs' in moment) {
    const skipped = tail.length - behindAll(tail, introductions).length;
    return sinces.includes(first) || isAgo(tail[skipped + length - 1]);
  }
  if (sinceOrAt.includes(first)) return true;
  if (notBegun.includes(first)) return false;
  if (introductions.includes(first) ? labels.includes(first) : isNumber(words, index, length)) return false;
  const before = words.slice(0, index).map(normal);
  return !notBegun.includes(before.findLast((word) => !introductions.includes(word)) ?? '');
}

/** `build 12:30`, `same as https://…`: nothing says that it is a time, not even a mark before it. */
function isNumber(words: readonly string[], index: number, length: number): boolean {
  const [before = '', time = ''] = words.slice(index - 1);
  const isMarked =
    !says(before) || /[.,:;!?)\]]$/.test(before) || /^[([~]/.test(time) || endsAt(words.slice(index + 1));
  const isOther = time.includes('://') || /^\d{1,2}:\d{2}(?::\d{2})?$/.test(normal(time));
  return length === 1 && isOther && !isMarked;
}

/** After a text, nothing says that a day alone is when it began. */
const isDate = ({ moment }: Told): boolean => 'local' in moment && !moment.local.includes('T');

type Told = Extract<MomentRead, { length: number }>;

/** Rejects `last Friday`, which may be today or a week ago, and `yesterday from 10:00`, of which only the time was read. */
function exact(words: readonly string[], index: number, read: Told): MomentRead {
  if ('day' in read.moment && last.includes(normal(words[index - 1] ?? '')))
    return { bad: words.length - index + 1 };
  const day = 'at' in read.moment && read.moment.day === undefined ? dayBefore(words.slice(0, index)) : 0;
  return day > 0 ? { bad: words.length - index + day } : read;
}

/** How many of the last words are a day other than today. */
const dayBefore = (words: readonly string[]): number =>
  [4, 3, 2, 1].find((count) => {
    const tail = words.slice(-count);
    return readDay(tail)?.length === tail.length && !isToday(tail);
  }) ?? 0;

/** `… to 11:00` at the end of the words: how long it took. */
function endsAt([joint = '', ...time]: readonly string[]): boolean {
  const read = untils.includes(normal(joint) || joint) ? readMoment(time) : null;
  return read !== null && 'moment' in read && withoutSmallTalk(time.slice(read.length)).length === 0;
}
