/** How the commands to locks are read. */
import type { Components, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import type { FreezeEnd } from './moment.ts';
import { readPerson } from './person.ts';
import { fine, freeText, tooMuch, wrong } from './reader.ts';
import type { Context, Reader } from './reader.ts';
import { readDuration } from './read-duration.ts';
import { readDay, readEnd, readMoment } from './read-moment.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, says, verbatim } from './words.ts';
import { readZone } from './zone.ts';

const fillers = [
  'the',
  'component',
  'components',
  'lock',
  'of',
  'on',
  'компонент',
  'компоненты',
  'сервис',
  'блокировку',
];
const everything = [
  'everything',
  'everywhere',
  'all components',
  'all of them',
  'всех',
  'все компоненты',
  'весь прод',
];
const joints = ['&', '+', ',', 'plus', 'плюс'];
const excepts = ['except', 'but', 'without', 'excluding', 'кроме', 'исключая', 'без'];
const untils = ['till', 'til', 'through', 'by'];
const starts = ['from', 'starting', 'after', 'since', 'с', 'со', 'начиная', 'после'];

const particle = (word: string) => meaningOf(normal(word), russianParticles);
const untilOrFor = (word: string): 'for' | 'until' | null => {
  const meaning = particle(word);
  if (meaning === 'for' || meaning === 'until') return meaning;
  return untils.includes(normal(word)) ? 'until' : null;
};
const isJoint = (word: string): boolean => particle(word) === 'and' || joints.includes(folded(word));

interface ComponentsRead {
  readonly components: Components;
  readonly length: number;
}

/** Reads `a, b and c`, or `all`; null if there is no name. */
function readComponents(args: readonly string[]): ComponentsRead | null {
  let length = 0;
  while (fillers.includes(normal(args[length] ?? '')) && length < args.length - 1) length += 1;
  const all = everything.find((words) =>
    words.split(' ').every((word, index) => normal(args[length + index] ?? '') === word),
  );
  if (all !== undefined) return { components: 'all', length: length + all.split(' ').length };
  if (particle(args[length] ?? '') === 'all') return { components: 'all', length: length + 1 };
  const names: string[] = [];
  let open = true;
  while (open && length < args.length) {
    const word = args[length] ?? '';
    if (names.length > 0 && untilOrFor(word) !== null) break;
    names.push(
      ...word
        .split(/[,&+/]/)
        .map(normal)
        .filter(says),
    );
    length += 1;
    const ended = /[,&+/][)\]]?$/.test(word);
    const skipped = jointLength(args.slice(length));
    open = ended || skipped > 0 || /^,./.test(args[length] ?? '');
    length += open ? skipped : 0;
  }
  return names.length === 0 ? null : { components: [...new Set(names)], length };
}

/** `and`, or a comma on its own, or both. */
function jointLength(words: readonly string[]): number {
  const count = words.findIndex((word) => !isJoint(word));
  return count === -1 ? 0 : count;
}

/** What a text may not begin with though it takes any words: they read as something else. */
function strayAt(args: readonly string[], command: CommandType, context: Context): ParseResult | null {
  const [first = ''] = args;
  if (excepts.includes(normal(first)) && args.length > 1) {
    return stray(command, args.slice(0, 2).join(' '), context);
  }
  const name = normal(isJoint(first) ? (args[1] ?? '') : first);
  return context.components?.includes(name) === true ? stray(command, name, context) : null;
}

const stray = (command: CommandType, text: string, { components = [] }: Context): ParseResult =>
  wrong({ code: 'strayComponent', command, text, components });

export const freeze: Reader<'freeze'> = (args, command, context) => {
  const read = readComponents(args);
  if (read === null || untilOrFor(args[0] ?? '') !== null)
    return wrong({ code: 'missingComponent', command });
  const { components } = read;
  const begin = args.slice(read.length).findIndex(says);
  const rest = begin === -1 ? [] : args.slice(read.length + begin);
  const stray = strayAt(rest, command, context);
  if (stray !== null) return stray;
  const first = endAt(rest, true);
  if (first !== null && 'ok' in first) return first;
  const said = rest.slice(first?.length ?? 0);
  const last = endIn(said, first?.end ?? null);
  if (last !== null && 'ok' in last) return last;
  const after = strayAt(said, command, context) ?? (first === null ? null : endAt(said, false));
  if (after !== null && 'ok' in after) return after;
  const but = last?.length ?? 0;
  const kept = said.slice(0, said.length - but);
  const dropped = kept.findIndex(says);
  const reason =
    withoutSmallTalk(kept).length === 0 ? null : verbatim(context.text, said.length - dropped, but);
  const subject = components === 'all' ? 'all' : components.join(', ');
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'freeze', components, end: first?.end ?? last?.end ?? null, reason });
};

interface EndRead {
  readonly end: FreezeEnd;
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
    const read = readEnd(after);
    if (read !== null && 'moment' in read) return { end: read.moment, length: read.length + 1 };
    return preposition || read !== null || readDay(after) !== null
      ? badEnd(words.slice(0, 1 + (read?.bad ?? 1)))
      : null;
  }
  if (starts.includes(normal(first)) && timeAt(after) !== null) {
    return wrong({ code: 'badStart', text: words.slice(0, 1 + (timeAt(after) ?? 0)).join(' ') });
  }
  const span = readDuration(words);
  if (span !== null && preposition) return { end: { afterMs: span.ms }, length: span.length };
  const time = timeAt(words) ?? (readZone(words.slice(0, 1))?.length || null);
  return time === null ? null : badEnd(words.slice(0, time));
}

/** How many of the first words tell a time or a day; null if none does. */
function timeAt(words: readonly string[]): number | null {
  const skipped = ['at', 'on', 'in', 'в', 'через', 'next', 'this'].includes(normal(words[0] ?? '')) ? 1 : 0;
  const rest = words.slice(skipped);
  const time = readMoment(rest);
  const day = readDay(rest);
  // What is now, or today, is no end.
  if (time !== null && 'moment' in time && 'agoMs' in time.moment && time.moment.agoMs === 0) return null;
  if (time === null && day !== null && 'inDays' in day.value && day.value.inDays === 0) return null;
  const length = time === null ? day?.length : 'bad' in time ? time.bad : time.length;
  return length === undefined ? null : length + skipped;
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
    const bare = before === null && !isPhrase ? (readDuration(rest)?.length ?? timeAt(rest)) : null;
    if (bare !== null && isLast(bare)) return badEnd(rest.slice(0, bare));
  }
  return null;
}

/** Before the one whose freezes are meant. */
const ofWhom = ['by', 'of', 'from', 'set', 'от', 'чей'];

export const unfreeze: Reader<'unfreeze'> = (args, command, context) => {
  const said = withoutSmallTalk(args);
  const [user = null, another] = said.flatMap((word) => readPerson(bare(word)) ?? []);
  const words = said.filter((word) => readPerson(bare(word)) === null && !ofWhom.includes(normal(word)));
  const read = readComponents(words);
  if (read === null) return wrong({ code: 'missingComponent', command });
  const rest = words.slice(read.length);
  const [surplus = another] = rest;
  if (surplus === undefined) return fine({ type: 'unfreeze', components: read.components, user });
  return strayAt(rest, command, context) ?? tooMuch(command, surplus);
};

export const unlock: Reader<'unlock'> = (args, command, context) => {
  const skipped = args.findIndex((word) => !fillers.includes(normal(word)));
  const [component, ...rest] = args.slice(Math.max(0, skipped));
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  const subject = normal(component);
  const several = subject.includes(',') || /,$/.test(component) || isJoint(rest[0] ?? '');
  const stray = several ? null : strayAt(rest, command, context);
  if (several && rest.length > 0 && (context.components === undefined || isNext(rest, context))) {
    return wrong({
      code: 'strayComponent',
      command,
      text: rest.slice(0, 2).join(' '),
      components: context.components ?? [],
    });
  }
  if (stray !== null) return stray;
  const reason = freeText(rest, context);
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'unlock', components: [subject], reason });
};

const isNext = (rest: readonly string[], { components = [] }: Context): boolean =>
  rest.slice(0, 2).some((word) => components.includes(normal(word)));
