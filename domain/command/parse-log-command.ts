/** How the commands to the release log are read. */
import { bare, normal, verbatim } from './words.ts';
import { fine, ticketIn, tooMuch, wrong } from './reader.ts';
import type { Reader } from './reader.ts';
import type { LogSubject, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { parseDuration } from './parse-duration.ts';
import { readMoment } from './moment.ts';
import type { Moment, MomentRead } from './moment.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';

export const log: Reader<'log'> = (args, command, { linkTemplate }) => {
  const [first] = args;
  const named = first !== undefined && !isSince(first);
  const subject = named ? subjectOf(first, linkTemplate) : null;
  const [preposition, ...time] = named ? args.slice(1) : args;
  if (preposition === undefined) return fine({ type: 'log', subject, since: null });
  if (!isSince(preposition)) return tooMuch(command, preposition);
  if (time.length === 0) return wrong({ code: 'missingTime', command });
  const read = readMoment(time) ?? readSpan(time);
  if (read === null) return wrong({ code: 'badTime', command, text: time.join(' ') });
  const [more] = time.slice(read.length);
  return more === undefined ? fine({ type: 'log', subject, since: read.moment }) : tooMuch(command, more);
};

const isSince = (word: string): boolean => meaningOf(normal(word), russianParticles) === 'since';

const subjectOf = (word: string, linkTemplate: string): LogSubject => ({
  name: normal(word),
  ticket: ticketIn(word, linkTemplate),
});

/** After `since`, `2h` is enough. */
function readSpan([first = '']: readonly string[]): MomentRead | null {
  const agoMs = parseDuration(bare(first));
  return agoMs === null ? null : { moment: { agoMs }, length: 1 };
}

/** The time that the first words name, and the words after it. */
function withTime(
  args: readonly string[],
  command: CommandType,
  read: (time: Moment, rest: readonly string[]) => ParseResult,
): ParseResult {
  if (args.length === 0) return wrong({ code: 'missingTime', command });
  const found = readMoment(args);
  return found === null
    ? wrong({ code: 'badTime', command, text: args.slice(0, 2).join(' ') })
    : read(found.moment, args.slice(found.length));
}

export const blame: Reader<'blame'> = (args, command) =>
  withTime(args, command, (time, [component, more]) =>
    more === undefined
      ? fine({ type: 'blame', time, component: component === undefined ? null : normal(component) })
      : tooMuch(command, more),
  );

export const incident: Reader<'incident'> = (args, command, context) =>
  withTime(args, command, (time, rest) => {
    const text = verbatim(context.text, rest.length);
    return text === null ? wrong({ code: 'missingIncident' }) : fine({ type: 'incident', time, text });
  });

/** A component and a span of time, in any order. */
export const stats: Reader<'stats'> = ([first, second, more], command) => {
  const words = [first, second].flatMap((word) => (word === undefined ? [] : [normal(word)]));
  const [forMs = null, anotherSpan] = words.flatMap((word) => parseDuration(word) ?? []);
  const [component = null, another] = words.filter((word) => parseDuration(word) === null);
  const surplus = more ?? (anotherSpan === undefined && another === undefined ? undefined : second);
  return surplus === undefined ? fine({ type: 'stats', component, forMs }) : tooMuch(command, surplus);
};
