import { normal } from './words.ts';
import { fine, ticketIn, tooMuch, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import type { LogSubject } from './command.ts';
import { readDuration } from './read-duration.ts';
import { readMoment, readSince } from './read-moment.ts';
import type { MomentRead } from './read-moment.ts';
import { meaningfulWords, meaningfulWordsWithTime, isAll } from './read-question.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';

export const log: Reader<'log'> = (args, command, context) => {
  const { linkTemplates } = context;
  const words = meaningfulWords(args, context).filter((word) => !afterwards.includes(normal(word)));
  const until = words.find((word) => untils.includes(normal(word)));
  if (until !== undefined) return tooMuch(command, until);
  const [first] = words;
  const begins = first === undefined || isSince(first) || timeAt(words) !== null;
  const subject = begins ? null : subjectOf(first, linkTemplates);
  const [preposition, ...after] = begins ? words : words.slice(1);
  if (preposition === undefined) return fine({ type: 'log', subject, since: null });
  const said = isSince(preposition);
  const time = said ? after : [preposition, ...after];
  if (time.length === 0) return wrong({ code: 'missingTime', command });
  const read = timeAt(time);
  if (read === null && !said) return tooMuch(command, preposition);
  if (read === null || 'bad' in read) return wrong({ code: 'badTime', command, text: time.join(' ') });
  const [named, more = subject === null ? undefined : named] = time.slice(read.length);
  if (more !== undefined) return tooMuch(command, more);
  const last = subject ?? (named === undefined ? null : subjectOf(named, linkTemplates));
  return fine({ type: 'log', subject: last, since: read.moment });
};

/** Refused, because the log always goes up to now. */
const untils = ['until', 'till', 'before', 'до'];
const afterwards = ['from', 'since then', 'начиная'];

const timeAt = (words: readonly string[]): MomentRead | null => {
  const span = readDuration(words, true);
  return readSince(words) ?? (span === null ? null : { moment: { agoMs: span.ms }, length: span.length });
};

const isSince = (word: string): boolean => meaningOf(normal(word), russianParticles) === 'since';

/** Null: the log of everything. */
const subjectOf = (word: string, linkTemplates: readonly string[]): LogSubject | null =>
  isAll(word) ? null : { name: normal(word), ticket: ticketIn(word, linkTemplates) };

/** A time, and a component before or after it. */
export const blame: Reader<'blame'> = (args, command, context) => {
  const { components = [] } = context;
  const all = meaningfulWordsWithTime(args, context).filter((word) => !isSince(word));
  const known = all.find((word) => components.includes(normal(word)));
  // A component may have the name of a city, which would be read as a time zone.
  const words = known === undefined ? all : [known, ...all.filter((word) => word !== known)];
  if (words.length === 0) return wrong({ code: 'missingTime', command });
  const [early] = words;
  const before = readMoment(words) === null && readMoment(words.slice(1)) !== null ? [early ?? ''] : [];
  const timed = words.slice(before.length);
  const read = readMoment(timed);
  if (read === null || 'bad' in read)
    return wrong({ code: 'badTime', command, text: words.slice(0, 2).join(' ') });
  const [component, more] = [...before, ...timed.slice(read.length)];
  return more === undefined
    ? fine({
        type: 'blame',
        time: read.moment,
        component: component === undefined ? null : normal(component),
      })
    : tooMuch(command, more);
};

const periods: readonly (readonly [number, readonly string[]])[] = [
  [1, ['today', 'сегодня', 'daily']],
  [7, ['weekly']],
  [30, ['monthly']],
];
const dayMs = 24 * 3_600_000;

/** Reads the period of statistics at the beginning of some words; null if there is none. */
export function readPeriod(words: readonly string[]): ReturnType<typeof readDuration> {
  const period = periods.find(([, names]) => names.includes(normal(words[0] ?? '')));
  return readDuration(words, true) ?? (period === undefined ? null : { ms: period[0] * dayMs, length: 1 });
}

/** A component and a period, in any order. */
export const stats: Reader<'stats'> = (args, command, context) => {
  let [component, forMs]: [string | null, number | null] = [null, null];
  const words = meaningfulWords(args, context).filter((word) => !isAll(word));
  for (let index = 0; index < words.length;) {
    const [word = ''] = words.slice(index);
    const span = readPeriod(words.slice(index));
    if (span !== null ? forMs !== null : component !== null) return tooMuch(command, word);
    if (span === null) component = normal(word);
    else forMs = span.ms;
    index += span?.length ?? 1;
  }
  return fine({ type: 'stats', component, forMs });
};
