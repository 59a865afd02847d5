import type { ParseResult } from './command.ts';
import type { FreezeEnd } from './moment.ts';
import { behind, behindAll, phraseAt } from './phrase-at.ts';
import { readDuration } from './read-duration.ts';
import { isAgo, readDay, readEnd } from './read-moment.ts';
import { wrong } from './reader.ts';
import { approximately, listed, measured, optionAt, untils } from './said-around-times.ts';
import { slips } from './slips.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { isToday, timeAt } from './time-at.ts';
import { roughSpanAt, vagueSpanAt, vagueTimeAt } from './vague-time.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, says } from './words.ts';
import { zoneAt } from './zone.ts';

const alsoUntil = ['till', 'til', 'untill'];
/** They mean `until` before a time and may mean something else elsewhere: `by request`. */
const endings = ['by', 'through', 'thru'];
/** They mean `until` only before the reason, not within it. Longer phrases first, here and below. */
const mayEnd = listed(
  'by, through, thru, upto, up to, up until, up till, no later than, not later than, ending at, ending on, ending, ends at, ends on, ends, expires at, expires, не позднее, не позже',
);
/** Before a duration, where they mean no more than `for`. */
const asFor = listed(
  'lasting, no longer than, exactly, the next, next, the coming, не дольше, ровно, ближайшие, ближайших, следующие, следующих',
);
/** The same after `for`. Without it a reason may begin like this: `within 2h SLA breach`. */
const loosely = [
  ...listed(
    'within, upto, up to, no more than, at most, maximum, max, just, only, ' +
      'в течение, в течении, на протяжении, не больше, не более, максимум, порядка, всего, только',
  ),
  ...approximately,
];
const beforeLength = [...asFor, ...loosely];
/** After a duration they make it part of the reason: `5 minutes of lag`, `2 часа простоя`. */
const describing = [
  ...measured,
  ...listed(
    'of, or, или, behind, late, old, overdue, left, before, after, ' +
      'простоя, лага, задержки, отставания, ожидания, недоступности, тишины, лежит, лежат, лежал, лежала, лежало, падает, висит, висят, стоит, тормозит, не, до, после',
  ),
];
/** A unit without a number may follow them: `within an hour`, `в течение часа`. */
const beforeUnit = listed('within, lasting, в течение, в течении, на протяжении, около, порядка');
/** They make a duration inexact. */
const beforeVague = listed(
  'at least, minimum, nearly, almost, over, under, more than, less than, some, не меньше, не менее, минимум, почти, более, больше, менее, меньше',
);
const starts = listed(
  'from, starting from, starting at, starting on, starting, beginning from, beginning at, beginning on, beginning, effective from, effective, after, since, between, ' +
    'начиная со, начиная с, начиная, с, со, после, между',
);
const notice = ['further notice', 'особого распоряжения'];
const endless = ['forever', 'for ever', 'indefinitely', 'навсегда', 'бессрочно'];
/** Before a time or a duration, with or without a colon. */
const labels = ['end', 'ends', 'ttl', 'duration', 'length', 'time', 'конец', 'время', 'срок'];
/**
 * Units that mean a single one if they have no number. `неделю` may be how long a freeze lasts, or how long something has been going on.
 */
const oneUnit = ['час', 'сутки', 'неделю', 'недельку', 'минуту', 'минутку', 'часок', 'денек'];
const introductions = [...beforeVague, ...mayEnd, ...beforeLength];
/** Before one of these, an hour is not a duration. */
const ofHour = ['пик', 'икс', 'x', 'х', 'ноль', 'назад'];

interface EndRead {
  /** Null: until further notice. */
  readonly end: FreezeEnd | null;
  readonly length: number;
}

/** Where an end may be: before the reason, directly after another end, or within the reason. */
type Place = 'first' | 'next' | 'within';

export const badEnd = (words: readonly string[]): ParseResult =>
  wrong({ code: 'badEnd', text: words.map((word) => word.replace(/(?<![,:;])[,:;]+$/, '')).join(' ') });

const untilOrFor = (word: string): 'for' | 'until' | null => {
  const meaning = meaningOf(normal(word), russianParticles);
  if (meaning === 'for' || meaning === 'until') return meaning;
  return alsoUntil.includes(normal(word)) ? 'until' : null;
};

/** Whether these words begin with `for` or `until`, in any spelling. */
export const beginsEnd = (words: readonly string[]): boolean =>
  untilOrFor(words[0] ?? '') !== null || endOptionAt(words) !== null;

const endOptionAt = (words: readonly string[]): readonly string[] | null =>
  optionAt(words, (word) => untilOrFor(word) !== null);

/** The end of the freeze at the beginning of some words. A refusal if they read as a time but give no end; null if they do not. */
export function endAt(words: readonly string[], place: Place): EndRead | ParseResult | null {
  const option = endOptionAt(words);
  if (option !== null) return withLength(endAt(option, place), words.length - option.length);
  const [first = '', ...after] = words;
  const untimed = phraseAt(words, endless);
  if (untimed !== undefined && place === 'first') return { end: null, length: untimed.split(' ').length };
  const meant = untilOrFor(first);
  if (meant === 'for') {
    const rough = roughSpanAt(after);
    if (rough !== null) return badEnd(words.slice(0, rough + 1));
    const span = lengthAt(after, true);
    if (span !== null) return { ...span, length: span.length + 1 };
    return place === 'first' ? badEnd(words.slice(0, 2)) : null;
  }
  if (meant === 'until') {
    const untold = phraseAt(after, notice);
    if (untold !== undefined) return { end: null, length: untold.split(' ').length + 1 };
  }
  const last = meant === 'until' ? after : behind(words, place === 'within' ? endings : mayEnd);
  const read = last.length < words.length ? readEnd(last) : null;
  const before = words.length - last.length;
  if (read !== null && 'moment' in read) return { end: read.moment, length: read.length + before };
  const isTold = read !== null || (before > 0 && readDay(last) !== null);
  if (isTold || (meant === 'until' && place === 'first'))
    return badEnd(words.slice(0, before + (read?.bad ?? 1)));
  return place === 'within' || meant === 'until' ? null : bareEndAt(words, place);
}

const withLength = (read: EndRead | ParseResult | null, more: number): EndRead | ParseResult | null =>
  read === null || 'ok' in read ? read : { ...read, length: read.length + more };

/** The words of `end=18:00`, `--duration 2h` or `time: 2h` without the label; null if there is no label. */
function labelledAt([first = '', ...after]: readonly string[]): readonly string[] | null {
  const [, dashes = '', label = '', value = ''] =
    /^(-*)(\p{L}[\p{L}-]*)(?:[:=]+([^:=].*)?)?$/su.exec(bare(first)) ?? [];
  const isLabel = value !== '' || dashes.length > 1 || labels.includes(folded(label));
  return isLabel ? [value, ...after].filter((one) => one !== '') : null;
}

/** Like `endAt`, but before a reason and without `for` or `until`. */
function bareEndAt(words: readonly string[], place: Place): EndRead | ParseResult | null {
  if (isOther(words)) return null;
  const start = behind(words, starts);
  const begins = start.length < words.length ? (hoursAt(start) ?? dayOrTimeAt(start)) : null;
  if (begins !== null)
    return wrong({ code: 'badStart', text: words.slice(0, words.length - start.length + begins).join(' ') });
  const span = lengthAt(words, false);
  if (span !== null) {
    const isEnd = place === 'first' && isMeant(words, span.length);
    return isEnd ? span : badEnd(words.slice(0, span.length));
  }
  const rest = behindAll(words, introductions);
  const skipped = words.length - rest.length;
  if (skipped > 0 && beginsEnd(rest)) return withLength(endAt(rest, 'within'), skipped);
  const time = unclearAt(words);
  if (time !== null) return badEnd(words.slice(0, time));
  const told = skipped > 0 ? rest : (labelledAt(words) ?? behindSlip(words));
  const later = told === null ? null : dayOrTimeAt(told);
  return told === null || later === null ? null : badEnd(words.slice(0, words.length - told.length + later));
}

/** Whether a duration without `for`, at the beginning of the words, is the end and not part of the reason that follows. */
function isMeant(words: readonly string[], length: number): boolean {
  const isLoose = behindAll(words, beforeLength).length < behindAll(words, asFor).length;
  const next = words[length];
  if (next === undefined || !says(next) || /[,:;]$/.test(words[length - 1] ?? '')) return true;
  return !isLoose && !describing.includes(normal(next));
}

/** The words after a misspelt `until` or `for`, such as `unitl` or `fro`; null if there is none. */
function behindSlip([first = '', ...after]: readonly string[]): readonly string[] | null {
  const word = normal(first).slice(0, longestSlip);
  const isUntil = word.startsWith('u') && slips(word, 'until') <= 1;
  // A letter more or less makes another word of `for`: `four`, `form`.
  const isFor = word.startsWith('f') && slips(word, 'for') < 1;
  return isUntil || isFor ? after : null;
}
const longestSlip = 8;

/** Reads a duration such as `about 2 hours`. `alone`: a unit without a number means one of it. */
function lengthAt(words: readonly string[], alone: boolean): EndRead | null {
  const rest = behindAll(words, beforeLength);
  const span = readDuration(rest, alone || phraseAt(words, beforeUnit) !== undefined);
  return span === null
    ? null
    : { end: { afterMs: span.ms }, length: span.length + words.length - rest.length };
}

/** `2 hours ago` and `a second outage` give no end, but may well begin a reason. */
function isOther(words: readonly string[]): boolean {
  if (phraseAt(words, ['a second']) !== undefined) return true;
  const rest = behindAll(words, introductions);
  return isAgo(rest[readDuration(rest, true)?.length ?? vagueSpanAt(rest) ?? 0]);
}

/** How many of the first words are a time but give no end; null if none are. */
const unclearAt = (words: readonly string[]): number | null =>
  dayOrTimeAt(words) ?? zoneAt(words) ?? unitAt(words);

const dayOrTimeAt = (words: readonly string[]): number | null => vagueTimeAt(words) ?? timeAt(words);

/** A unit without a number that gives no end: followed by a mark, `week: moving`, or one such as `час`, where people mean `на час`. */
function unitAt([first = '', second = '']: readonly string[]): number | null {
  if (readDuration([first], true) === null) return null;
  const isClosed = /[,:;]$/.test(first) || (second !== '' && !says(second));
  return isClosed || (oneUnit.includes(normal(first)) && !ofHour.includes(normal(second))) ? 1 : null;
}

/** `18 до 20`, `18 to 20`: two hours without minutes. */
function hoursAt(words: readonly string[]): number | null {
  const [from = '', joint = '', to = ''] = words.slice(0, 3).map(normal);
  const isSpan = /^\d{1,2}$/.test(from) && /^\d{1,2}$/.test(to);
  return isSpan && untils.includes(joint) ? 3 : null;
}

/**
 * When the freeze ends, by the last words of its reason: `moving for 2h`. A refusal if there is more than one end, or one within the
 * reason, where it is unclear what it belongs to. Null if there is none.
 */
export function endIn(words: readonly string[], before: FreezeEnd | null): EndRead | ParseResult | null {
  for (let index = 1; index < words.length; index += 1) {
    const rest = words.slice(index);
    const isPhrase = beginsEnd(rest) || endings.includes(normal(rest[0] ?? ''));
    const read = isPhrase ? endAt(rest, 'within') : null;
    const isLast = (length: number) => withoutSmallTalk(rest.slice(length)).length === 0;
    if (read !== null && 'ok' in read) return before === null ? read : null;
    if (read !== null && isLast(read.length)) {
      return before === null ? { end: read.end, length: rest.length } : badEnd(rest.slice(0, read.length));
    }
    if (read !== null && before === null) return badEnd(rest.slice(0, read.length));
    const time = before === null && !isPhrase && !isToday(rest) ? timeAt(rest) : null;
    if (time !== null && isLast(time)) return badEnd(rest.slice(0, time));
  }
  return null;
}
