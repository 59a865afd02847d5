/** How the commands to locks are read. */
import type { ParseResult } from './command.ts';
import type { FreezeEnd } from './moment.ts';
import { readPerson } from './person.ts';
import { joinsMore, readComponents, stray, strayAt, withoutFillers } from './read-components.ts';
import { fine, freeText, tooMuch, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import { readDuration } from './read-duration.ts';
import { readDay, readEnd, readMoment } from './read-moment.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, says, verbatim } from './words.ts';
import { zoneAt } from './zone.ts';

const untils = ['till', 'til', 'through', 'by'];
const starts = ['from', 'starting', 'after', 'since', 'between', 'с', 'со', 'начиная', 'после', 'между'];
/** A freeze begins at once. */
const atOnce = ['now', 'immediately', 'сейчас', 'немедленно', 'сразу'];
const notice = ['further notice', 'особого распоряжения'];
/** How long, but not until when. */
const allDay = [
  'all day',
  'the whole day',
  'whole day',
  'the rest of',
  'end of',
  'весь день',
  'весь вечер',
  'весь',
];

const untilOrFor = (word: string): 'for' | 'until' | null => {
  const meaning = meaningOf(normal(word), russianParticles);
  if (meaning === 'for' || meaning === 'until') return meaning;
  return untils.includes(normal(word)) ? 'until' : null;
};

/** The first of these phrases with which the words begin. */
const phraseAt = (words: readonly string[], phrases: readonly string[]): string | undefined =>
  phrases.find((phrase) => phrase.split(' ').every((part, index) => normal(words[index] ?? '') === part));

export const freeze: Reader<'freeze'> = (args, command, context) => {
  if (untilOrFor(args[0] ?? '') !== null || timeAt(args) !== null) {
    return wrong({ code: 'missingComponent', command });
  }
  const read = readComponents(args, ([word = '']) => untilOrFor(word) !== null, context);
  if (read === null) return wrong({ code: 'missingComponent', command });
  const { components } = read;
  const begin = read.rest.findIndex(
    (word) => says(word) && !atOnce.includes(normal(word)) && withoutSmallTalk([word]).length > 0,
  );
  const rest = begin === -1 ? [] : read.rest.slice(begin);
  const more = strayAt(read.rest, command, context) ?? strayAt(rest, command, context);
  if (more !== null) return more;
  const first = endAt(rest, true);
  if (first !== null && 'ok' in first) return first;
  const told = rest.slice(first?.length ?? 0);
  const fromNow =
    first !== null && starts.includes(normal(told[0] ?? '')) && atOnce.includes(normal(told[1] ?? ''));
  const said = told.slice(fromNow ? 2 : 0);
  const last = endIn(said, first?.end ?? null);
  if (last !== null && 'ok' in last) return last;
  const after = first === null ? null : (strayAt(said, command, context) ?? endAt(said, false));
  if (after !== null) return 'ok' in after ? after : badEnd(said.slice(0, after.length));
  const but = last?.length ?? 0;
  const kept = said.slice(0, said.length - but);
  const dropped = Math.max(0, kept.findIndex(says));
  const text =
    withoutSmallTalk(kept).length === 0 ? null : verbatim(context.text, said.length - dropped, but);
  // The comma before the end that was told last.
  const reason = but === 0 ? text : (text?.replace(/[\s,;:-]+$/, '') ?? null);
  const subject = components === 'all' ? 'all' : components.join(', ');
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'freeze', components, end: first?.end ?? last?.end ?? null, reason });
};

interface EndRead {
  /** Null: until further notice. */
  readonly end: FreezeEnd | null;
  readonly length: number;
}

const badEnd = (words: readonly string[]): ParseResult =>
  wrong({ code: 'badEnd', text: words.map((word) => word.replace(/[,:;]+$/, '')).join(' ') });

/** When the freeze ends, by the first words; a refusal where they read as a time and do not say it. `preposition`: `for` has to be followed by one. */
function endAt(words: readonly string[], preposition: boolean): EndRead | ParseResult | null {
  const [first = '', ...after] = words;
  const meant = untilOrFor(first);
  if (meant === 'for') {
    const span = readDuration(after, true);
    if (span !== null) return { end: { afterMs: span.ms }, length: span.length + 1 };
    return preposition ? badEnd(words.slice(0, 2)) : null;
  }
  if (meant === 'until') {
    const untold = phraseAt(after, notice);
    if (untold !== undefined) return { end: null, length: untold.split(' ').length + 1 };
    const read = readEnd(after);
    if (read !== null && 'moment' in read) return { end: read.moment, length: read.length + 1 };
    const isOther = normal(first) === 'by' && read === null;
    return (preposition && !isOther) || read !== null || readDay(after) !== null
      ? badEnd(words.slice(0, 1 + (read?.bad ?? 1)))
      : null;
  }
  if (starts.includes(normal(first)) && timeAt(after) !== null) {
    return wrong({ code: 'badStart', text: words.slice(0, 1 + (timeAt(after) ?? 0)).join(' ') });
  }
  const span = readDuration(words);
  if (span !== null && preposition) return { end: { afterMs: span.ms }, length: span.length };
  const time = timeAt(words) ?? zoneAt(words) ?? likeTimeAt(words);
  return time === null ? null : badEnd(words.slice(0, time));
}

/** How many of the first words look like a time, a day or a duration and are none: `0h`, `2-3h`, `24/12/2026`, `18.00`. */
function likeTimeAt(words: readonly string[]): number | null {
  const [first = '', joint = ''] = words.map(normal);
  const second = words.slice(2);
  if (/^\d+$/.test(first) && ['to', 'or', 'до', 'или', '-'].includes(joint) && readDuration(second) !== null)
    return 2 + (readDuration(second)?.length ?? 0);
  if (/^\d+-\d+$/.test(first) && readDuration(['1', ...words.slice(1)]) !== null) return 2;
  if (first !== '24/7' && /^\d{1,2}(?:\/\d{1,2}(?:\/\d{2,4})?|\.\d{2}(?:\.\d{2,4})?)$/.test(first)) return 1;
  const spans = first.replace(/^[+-]/, '').split(/(?<=\p{L})(?=\d)|-/u);
  const isSpan = (span: string) => /^\d/.test(span) && readDuration([span.replace(/^[\d.,]+/, '1')]) !== null;
  const others = spans.filter((span) => !isSpan(span));
  return spans.some(isSpan) && others.every((span) => /^\d+$/.test(span)) ? 1 : null;
}

const beforeTime = ['at', 'on', 'to', 'в', 'next', 'this'];
const beforeSpan = ['in', 'through', 'через'];

/** How many of the first words tell a time or a day; null if none does. */
function timeAt(words: readonly string[]): number | null {
  const first = normal(words[0] ?? '');
  const skipped = beforeTime.includes(first) || beforeSpan.includes(first) ? 1 : 0;
  const rest = words.slice(skipped);
  const span = readDuration(rest, beforeSpan.includes(first));
  const time = readMoment(rest);
  if (span !== null) return span.length + skipped;
  if (time !== null && 'moment' in time && 'agoMs' in time.moment) return null;
  const length = time === null ? readDay(rest)?.length : 'bad' in time ? time.bad : time.length;
  if (length !== undefined) return length + skipped;
  return phraseAt(words, allDay)?.split(' ').length ?? null;
}

/** What is today is no end of a freeze, and may well be a part of its reason. */
const isToday = (words: readonly string[]): boolean => {
  const day = readDay(words);
  return readMoment(words) === null && day !== null && 'inDays' in day.value && day.value.inDays === 0;
};

/**
 * When the freeze ends, by the last words of its reason: `moving for 2h`. A refusal where more than one end is told, or one within the
 * reason: nobody can tell what it belongs to.
 */
function endIn(words: readonly string[], before: FreezeEnd | null): EndRead | ParseResult | null {
  for (let index = 1; index < words.length; index += 1) {
    const rest = words.slice(index);
    const isPhrase = untilOrFor(rest[0] ?? '') !== null;
    const read = isPhrase ? endAt(rest, false) : null;
    const isLast = (length: number) => withoutSmallTalk(rest.slice(length)).length === 0;
    if (read !== null && 'ok' in read) return before === null ? read : null;
    if (read !== null && isLast(read.length)) {
      return before === null ? { end: read.end, length: rest.length } : badEnd(rest.slice(0, read.length));
    }
    if (read !== null && before === null) return badEnd(rest.slice(0, read.length));
    const bare = before === null && !isPhrase && !isToday(rest) ? timeAt(rest) : null;
    if (bare !== null && isLast(bare)) return badEnd(rest.slice(0, bare));
  }
  return null;
}

/** Before the one whose freezes are meant. */
const ofWhom = ['by', 'of', 'from', 'set', 'от'];

export const unfreeze: Reader<'unfreeze'> = (args, command, context) => {
  const said = withoutSmallTalk(args);
  const [user = null, another] = said.flatMap((word) => readPerson(bare(word)) ?? []);
  const words = said.filter((word) => readPerson(bare(word)) === null && !ofWhom.includes(normal(word)));
  const read = readComponents(words, () => false, context);
  if (read === null) return wrong({ code: 'missingComponent', command });
  const [surplus = another] = read.rest;
  if (surplus === undefined) return fine({ type: 'unfreeze', components: read.components, user });
  return strayAt(read.rest, command, context) ?? tooMuch(command, surplus);
};

export const unlock: Reader<'unlock'> = (args, command, context) => {
  const [component, ...rest] = withoutFillers(args, context.components);
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  const [subject = '', second] = component
    .split(/[,&+/]/)
    .map(normal)
    .filter(says);
  if (second !== undefined) return stray(command, second, context);
  // Nobody can tell what follows, be it a component or a reason.
  const isList = /[,&+/]$/.test(component) || joinsMore(rest);
  if (isList && context.components === undefined) return stray(command, rest.slice(0, 2).join(' '), context);
  const more = strayAt(rest, command, context);
  if (more !== null) return more;
  const reason = freeText(rest, context);
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'unlock', components: [subject], reason });
};
