import type { Details, ParseResult } from './command.ts';
import type { FreezeEnd } from './moment.ts';
import { nearestOf } from './nearest.ts';
import { commandTypes, spellingsOf } from './commands.ts';
import type { commands, CommandSignal, CommandType, Reason } from './commands.ts';
import { bare, normal, says, verbatim } from './words.ts';
import { fine, ticketIn, tooMuch, wrong } from './reader.ts';
import type { Context, Grammar, Reader } from './reader.ts';
import { parseDuration } from './parse-duration.ts';
import { blame, incident, log, stats } from './parse-log-command.ts';
import { beginsRequest, request } from './parse-request.ts';
import { readPerson } from './person.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';

/** The longest text that is read, in characters. */
const longestText = 3000;

/** What comes along where people copy text from pages. */
const invisible = /[\u200B\u2060\uFEFF]/g;

/** Reads what somebody said to the bot, without its mention. Any text yields a command or a mistake. */
export function parseCommand(said: string, grammar: Grammar): ParseResult {
  if (said.length > longestText) return wrong({ code: 'tooLong', limit: longestText });
  const text = said.replace(invisible, ' ');
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first, ...rest] = words.slice(words.findIndex(says));
  if (first === undefined || !says(first)) return wrong({ code: 'empty' });
  const found = findCommand(first, rest, grammar);
  if (found === null) return unknownCommand(first, rest[0], grammar);
  return readerOf(found.type)(found.args, found.type, { ...grammar, text });
}

const readerOf = <T extends CommandType>(type: T): Reader<T> => readers[type];

/** `dep start`, `dep-start` and `depstart` are the same. */
const together = (words: string): string => words.replace(/[-_ ]/g, '');

const spellingsOfAll = commandTypes.flatMap((type) =>
  spellingsOf(type).map((spelling) => ({ meaning: type, spelling })),
);

const commandNamed = (typed: string): CommandType | undefined =>
  spellingsOfAll.find(({ spelling }) => together(spelling) === together(typed))?.meaning;

function findCommand(
  first: string,
  rest: readonly string[],
  grammar: Grammar,
): { type: CommandType; args: readonly string[] } | null {
  const [second = '', ...third] = rest;
  const two = commandNamed(`${normal(first)} ${normal(second)}`);
  if (two !== undefined) return { type: two, args: third };
  const one = commandNamed(normal(first));
  if (one !== undefined) return { type: one, args: rest };
  return grammar.slash && beginsRequest(first, grammar) ? { type: 'request', args: [first, ...rest] } : null;
}

function unknownCommand(first: string, second: string | undefined, { linkTemplate }: Grammar): ParseResult {
  if (ticketIn(first, linkTemplate) !== null) {
    return wrong({ code: 'unknownCommand', word: first, nearest: 'request' });
  }
  const begins = spellingsOfAll.some(({ spelling }) => spelling.startsWith(`${normal(first)} `));
  const typed = begins && second !== undefined ? `${normal(first)} ${normal(second)}` : normal(first);
  const word = typed.includes(' ') ? `${first} ${second ?? ''}` : first;
  return wrong({ code: 'unknownCommand', word, nearest: nearestCommand(typed) });
}

const nearestCommand = (typed: string): CommandType => nearestOf(typed, spellingsOfAll)?.meaning ?? 'help';

/** The ticket that the first word names, and the words after it. */
function withTicket(
  args: readonly string[],
  command: CommandType,
  { linkTemplate }: Context,
  read: (ticket: string, rest: readonly string[]) => ParseResult,
): ParseResult {
  const [first, ...rest] = args;
  if (first === undefined) return wrong({ code: 'missingTicket', command });
  const ticket = ticketIn(first, linkTemplate);
  return ticket === null ? wrong({ code: 'badTicket', command, text: first }) : read(ticket, rest);
}

/** The commands that take a ticket and such a reason, and nothing else. */
type TicketAnd<R extends Reason> = {
  [S in Exclude<CommandSignal, keyof Details>]: (typeof commands)[S]['reason'] extends R ? S : never;
}[Exclude<CommandSignal, keyof Details>];

const onlyTicket: Reader<TicketAnd<'none'> | 'status'> = (args, type, context) =>
  withTicket(args, type, context, (ticket, [surplus]) =>
    surplus === undefined ? fine({ type, ticket }) : tooMuch(type, surplus),
  );

const withReason: Reader<TicketAnd<'optional'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) =>
    fine({ type, ticket, reason: verbatim(context.text, rest.length) }),
  );

const withGivenReason: Reader<TicketAnd<'required'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => {
    const reason = verbatim(context.text, rest.length);
    return reason === null
      ? wrong({ code: 'missingReason', command: type, subject: ticket })
      : fine({ type, ticket, reason });
  });

const handover: Reader<'handover'> = (args, command, context) =>
  withTicket(args, command, context, (ticket, [person, surplus]) => {
    const user = readPerson(bare(person ?? ''));
    if (user === null) return wrong({ code: 'missingUser', ticket });
    return surplus === undefined ? fine({ type: 'handover', ticket, user }) : tooMuch(command, surplus);
  });

const freeze: Reader<'freeze'> = ([component, ...rest], command, context) => {
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  const [preposition = '', ...after] = rest;
  const meant = meaningOf(normal(preposition), russianParticles);
  const ended = meant === 'for' || meant === 'until';
  const [time = '', ...others] = meant === 'for' ? joinDuration(after) : after;
  const end = ended ? readEnd(meant, bare(time)) : null;
  if (ended && end === null) return wrong({ code: 'badEnd', text: `${preposition} ${time}` });
  const reason = verbatim(context.text, ended ? others.length : rest.length);
  const subject = componentNamed(component);
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'freeze', component: subject, end, reason });
};

/** `2 h` is one duration, though it is two words. The Russian `2 с …` is none: `на 2 с половиной часа` is not two seconds. */
function joinDuration(words: readonly string[]): readonly string[] {
  const [count = '', unit = '', ...others] = words;
  const joined = `${bare(count)}${bare(unit)}`;
  const isApart = /^\d+$/.test(bare(count)) && normal(unit) !== 'с' && parseDuration(joined) !== null;
  return isApart ? [joined, ...others] : words;
}

function readEnd(preposition: 'for' | 'until', time: string): FreezeEnd | null {
  if (preposition === 'until') return /^([01]?\d|2[0-3]):[0-5]\d$/.test(time) ? { at: time } : null;
  const afterMs = parseDuration(time);
  return afterMs === null ? null : { afterMs };
}

/** `all` is a word; the names of components are names. */
function componentNamed(typed: string): string {
  const name = normal(typed);
  return meaningOf(name, russianParticles) === 'all' ? 'all' : name;
}

const unfreeze: Reader<'unfreeze'> = ([component, surplus], command) => {
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  return surplus === undefined
    ? fine({ type: 'unfreeze', component: componentNamed(component) })
    : tooMuch(command, surplus);
};

const unlock: Reader<'unlock'> = ([component, ...rest], command, context) => {
  if (component === undefined) return wrong({ code: 'missingComponent', command });
  const reason = verbatim(context.text, rest.length);
  const subject = normal(component);
  return reason === null
    ? wrong({ code: 'missingReason', command, subject })
    : fine({ type: 'unlock', component: subject, reason });
};

const queue: Reader<'queue'> = ([component, surplus], command) =>
  surplus === undefined
    ? fine({ type: 'queue', component: component === undefined ? null : normal(component) })
    : tooMuch(command, surplus);

const help: Reader<'help'> = (args) => {
  if (args.length === 0) return fine({ type: 'help', topic: null });
  const typed = args.map(normal).join(' ');
  const topic = commandNamed(typed);
  const begun = spellingsOfAll.find(({ spelling }) => spelling.startsWith(`${typed} `))?.meaning;
  return topic === undefined
    ? wrong({ code: 'unknownTopic', text: args.join(' '), nearest: begun ?? nearestCommand(typed) })
    : fine({ type: 'help', topic });
};

const readers: { readonly [T in CommandType]: Reader<T> } = {
  request,
  recheck: onlyTicket,
  accept: onlyTicket,
  reject: withGivenReason,
  adminHere: onlyTicket,
  depStart: onlyTicket,
  depFinish: onlyTicket,
  depRollback: withReason,
  cancel: withReason,
  handover,
  override: withGivenReason,
  freeze,
  unfreeze,
  unlock,
  queue,
  status: onlyTicket,
  log,
  blame,
  incident,
  stats,
  help,
};
