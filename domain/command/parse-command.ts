import { closest, distance } from 'fastest-levenshtein';
import { optionWords } from './vocabulary.ts';
import type { Details, Mistake, ParseResult, RequestOptions } from './command.ts';
import type { FreezeEnd } from './moment.ts';
import type { OptionWord } from './vocabulary.ts';
import { commandTypes, spellingsOf } from './commands.ts';
import type { commands, CommandSignal, CommandType, Reason } from './commands.ts';
import { bare, normal, verbatim } from './words.ts';
import { fine, ticketIn, tooMuch, wrong } from './reader.ts';
import type { Context, Grammar, Reader } from './reader.ts';
import { parseDuration } from './parse-duration.ts';
import { blame, incident, log, stats } from './parse-log-command.ts';
import { readPerson } from './person.ts';
import { folded, meaningOf, russianOptions, russianParticles, spellings } from './vocabulary.ts';

/** The longest text that is read, in characters. */
const longestText = 3000;

/** What comes along where people copy text from pages. */
const invisible = /[\u200B\u2060\uFEFF]/g;

/** Whether a word is more than marks, such as the comma or the quoting `>` between the bot's mention and the command. */
const says = (word: string): boolean => /[\p{L}\p{N}]/u.test(word);

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
  const ticketFirst = grammar.slash && ticketIn(first, grammar.linkTemplate) !== null;
  return ticketFirst ? { type: 'request', args: [first, ...rest] } : null;
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

/** Of the words for these things, the nearest one in the letters that were typed, and what it means. */
function nearestOf<K extends string>(
  typed: string,
  words: readonly { readonly meaning: K; readonly spelling: string }[],
): { readonly meaning: K; readonly spelling: string } | undefined {
  const isRussian = (text: string): boolean => /\p{Script=Cyrillic}/u.test(text);
  const alike = words.filter(({ spelling }) => isRussian(spelling) === isRussian(typed));
  const nearest = closest(
    typed,
    alike.map(({ spelling }) => spelling),
  );
  return alike.find(({ spelling }) => spelling === nearest);
}

const longestCompared = 40;

const nearestCommand = (typed: string): CommandType =>
  nearestOf(typed.slice(0, longestCompared), spellingsOfAll)?.meaning ?? 'help';

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

const listOption = new RegExp(`^(?:${spellings('components:', russianOptions).join('|')})`);
const startsList = (word: string): boolean => listOption.test(folded(word));
const componentName = /^[a-z0-9][a-z0-9-]*$/;

interface Draft extends RequestOptions {
  readonly ticket: string | null;
}
const emptyDraft: Draft = {
  ticket: null,
  wikiLink: null,
  noNeedAdmin: false,
  hotfix: false,
  components: null,
};

const request: Reader<'request'> = (args, command, context) => {
  let draft = emptyDraft;
  for (const word of joinLists(args)) {
    const read = readOption(draft, word, context);
    if ('code' in read) return wrong(read);
    draft = read;
  }
  const { ticket, ...given } = draft;
  return ticket === null
    ? wrong({ code: 'missingTicket', command })
    : fine({ type: 'request', ticket, options: given });
};

/** `components: a, b` is one option, though it is four words. */
function joinLists(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const open = last !== undefined && startsList(last) && /[:,]$/.test(last);
    const continues = last !== undefined && startsList(last) && word.startsWith(',');
    if (open || continues) joined[joined.length - 1] = `${last}${word}`;
    else joined.push(word);
  }
  return joined;
}

function readOption(draft: Draft, word: string, { linkTemplate }: Context): Draft | Mistake {
  const typed = normal(word);
  const option = meaningOf(typed, russianOptions);
  if (option === 'no_need_admin') return { ...draft, noNeedAdmin: true };
  if (option === 'hotfix') return { ...draft, hotfix: true };
  if (startsList(word)) return readComponents(draft, word);
  const ticket = ticketIn(word, linkTemplate);
  const url = addressIn(word);
  if (ticket !== null && (draft.ticket === null || draft.ticket === ticket)) return { ...draft, ticket };
  if (ticket === null && url !== undefined && draft.wikiLink === null) return { ...draft, wikiLink: url };
  return {
    code: 'unknownOption',
    command: 'request',
    option: word,
    nearest: (ticket ?? url) ? null : nearestOption(typed),
  };
}

/** The web address that a word is. A bracket at its end belongs to it, unless one is before it; a comma or full stop never does. */
const addressIn = (word: string): string | undefined =>
  [word.replace(/[.,;:]+$/, ''), bare(word)].find((text) => /^https?:\/\/./i.test(text));

function readComponents(draft: Draft, word: string): Draft | Mistake {
  const names = normal(word)
    .replace(/^[^:]*:?/, '')
    .split(',');
  const wellFormed =
    draft.components === null && names.every((name) => componentName.test(name) && name !== 'all');
  return wellFormed ? { ...draft, components: [...new Set(names)] } : { code: 'badComponents', text: word };
}

function nearestOption(typed: string): OptionWord | null {
  const known = optionWords.flatMap((word) =>
    spellings(word, russianOptions).map((spelling) => ({ meaning: word, spelling })),
  );
  const compared = typed.slice(0, longestCompared);
  const nearest = nearestOf(compared, known);
  if (nearest === undefined) return null;
  const { meaning, spelling } = nearest;
  return distance(compared, spelling) <= spelling.length / 2 ? meaning : null;
}

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
