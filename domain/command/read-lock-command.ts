/** How the commands to locks are read. */
import type { ParseResult } from './command.ts';
import type { FreezeEnd } from './moment.ts';
import { readActor } from './person.ts';
import { joinsMore, readComponents, stray, strayAt, withoutFillers } from './read-components.ts';
import { fine, freeText, tooMuch, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import { readDuration } from './read-duration.ts';
import { phraseAt } from './phrase-at.ts';
import { readDay, readEnd } from './read-moment.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { isToday, timeAt } from './time-at.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, says, verbatim } from './words.ts';
import { zoneAt } from './zone.ts';

const untils = ['till', 'til', 'through', 'by'];
const starts = ['from', 'starting', 'after', 'since', 'between', 'с', 'со', 'начиная', 'после', 'между'];
/** A freeze begins at once. */
const atOnce = ['now', 'immediately', 'сейчас', 'немедленно', 'сразу'];
const fromNow = ['from now on', 'from now', 'starting now', 'right now', 'as of now', 'начиная с сейчас'];
const notice = ['further notice', 'особого распоряжения'];
const endless = ['forever', 'for ever', 'indefinitely', 'навсегда', 'бессрочно'];
/** Nobody can tell when these end. */
const vagueEnds =
  'over the weekend, over weekend, all weekend, this weekend, the weekend, this evening, this afternoon, this week, all week, over night, overnight, in the evening, ненадолго, надолго, вечером, ночью, всю ночь, все выходные, всю неделю'.split(
    ', ',
  );
/** Between the components and the end. */
const beforeEnd =
  'component, components, service, services, only, just, компонент, компоненты, сервис, сервисы, только'.split(
    ', ',
  );
/** Between `for` and how long. */
const beforeLength = ['the next', 'next', 'about', 'around', 'ближайшие', 'следующие', 'примерно', 'около'];
const untilOrFor = (word: string): 'for' | 'until' | null => {
  const meaning = meaningOf(normal(word), russianParticles);
  if (meaning === 'for' || meaning === 'until') return meaning;
  return untils.includes(normal(word)) ? 'until' : null;
};

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
  const rest = begin === -1 ? [] : withoutIntroduction(read.rest.slice(begin));
  const more = strayAt(read.rest, command, context) ?? strayAt(rest, command, context);
  if (more !== null) return more;
  const first = endAt(rest, true);
  if (first !== null && 'ok' in first) return first;
  const said = behind(rest.slice(first?.length ?? 0), fromNow);
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

/** The words behind one of these phrases, should they begin with it. */
const behind = (words: readonly string[], phrases: readonly string[]): readonly string[] =>
  words.slice(phraseAt(words, phrases)?.split(' ').length ?? 0);

/** `from now until 18:00`, `services for 2h`: what is said before the end and is no reason. */
function withoutIntroduction(words: readonly string[]): readonly string[] {
  const now = behind(words, fromNow);
  const next = behind(now, beforeEnd);
  return next.length < now.length && endAt(next, true) !== null ? next : now;
}

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
  const untimed = phraseAt(words, endless);
  if (untimed !== undefined && preposition) return { end: null, length: untimed.split(' ').length };
  const meant = untilOrFor(first);
  if (meant === 'for') {
    const length = behind(after, beforeLength);
    const span = readDuration(length, true);
    const skipped = 1 + after.length - length.length;
    if (span !== null) return { end: { afterMs: span.ms }, length: span.length + skipped };
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
  const start = starts.includes(normal(first)) ? (timeAt(after) ?? hoursAt(after)) : null;
  if (start !== null) return wrong({ code: 'badStart', text: words.slice(0, 1 + start).join(' ') });
  const span = readDuration(words);
  if (span !== null && preposition) return { end: { afterMs: span.ms }, length: span.length };
  const vague = phraseAt(words, vagueEnds)?.split(' ').length;
  const time = vague ?? timeAt(words) ?? zoneAt(words) ?? likeTimeAt(words);
  return time === null ? null : badEnd(words.slice(0, time));
}

/** `18 до 20`, `18 to 20`: hours without minutes, of which two are told. */
function hoursAt(words: readonly string[]): number | null {
  const [from = '', joint = '', to = ''] = words.map(normal);
  const isSpan = /^\d{1,2}$/.test(from) && /^\d{1,2}$/.test(to);
  return isSpan && ['to', 'until', 'till', 'and', 'до', 'по', 'и', '-'].includes(joint) ? 3 : null;
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
  const [user = null, another] = said.flatMap((word) => readActor(bare(word)) ?? []);
  const words = said.filter((word) => readActor(bare(word)) === null && !ofWhom.includes(normal(word)));
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
