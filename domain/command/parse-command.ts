import type { Details, ParseResult } from './command.ts';
import { commands } from './commands.ts';
import type { CommandSignal, CommandType, ReasonMode } from './commands.ts';
import { doubtOf } from './doubt.ts';
import {
  begunBy,
  commandAt,
  commandNamed,
  commandNear,
  isSign,
  looselyMisspelt,
  misspelt,
} from './find-command.ts';
import type { FoundCommand } from './find-command.ts';
import { asksOfUnknown } from './known-component.ts';
import { openingOf, withoutSmallTalk } from './small-talk.ts';
import { bare, normal, verbatim, wordsIn } from './words.ts';
import { fine, freeText, ticketIn, tooMuch, wrong } from './reader.ts';
import { hasQuotes } from './quoted-text.ts';
import type { Context, Grammar, Reader } from './reader.ts';
import { meaningfulWords, mine, prod, queue, status, who } from './read-question.ts';
import { freeze, unfreeze, unlock } from './read-lock-command.ts';
import { incident } from './read-incident.ts';
import { blame, log, stats } from './read-log-question.ts';
import { beginsRequest, request, withoutListMarks } from './read-request.ts';
import { readPerson } from './person.ts';
import { folded, meaningOf, russianParticles } from './vocabulary.ts';
import { withTicket } from './with-ticket.ts';

/** The longest text that is read, in characters. */
export const longestText = 3000;

/** Reads what somebody said to the bot, without the mention of it. Every text yields a command or a mistake. */
export function parseCommand(text: string, grammar: Grammar): ParseResult {
  if (text.length > longestText) return wrong({ code: 'tooLong', limit: longestText });
  const all = wordsIn(text);
  const opening = openingOf(all);
  const words = all.slice(opening.length);
  const sign = all.slice(0, opening.length).find(isSign);
  if (sign !== undefined && findCommand(words, { ...grammar, slash: false }) === null) {
    return readWords([sign, ...words], text, grammar);
  }
  if (words.length > 0) return readWords(words, text, grammar);
  if (opening.greets) return wrong({ code: 'greeting' });
  return wrong({ code: opening.thanks ? 'thanks' : 'empty' });
}

function readWords(words: readonly string[], text: string, grammar: Grammar): ParseResult {
  const [first] = words;
  if (first === undefined) return wrong({ code: 'empty' });
  const found = findCommand(words, grammar);
  if (found === null) return unknownCommand(words, text, grammar);
  const { type, own, args } = found;
  const behind = own || !(type in releaseReaders) ? null : commandBehind(args, text, grammar);
  if (behind !== null) return wrong({ code: 'unknownCommand', word: first, ...behind });
  const context = { ...grammar, text, named: own };
  const read = readerOf(type)(args, type, context);
  return read.ok && grammar.sure !== true ? (doubtOf(read.command, context) ?? read) : read;
}

/** `ok, accept PAY-1` is about the second command: words like the first one often introduce others. */
function commandBehind(args: readonly string[], text: string, grammar: Grammar): Meant | null {
  const joint = meaningOf(normal(args[0] ?? ''), russianParticles) === 'and' ? 1 : 0;
  const named = commandAt(args.slice(joint));
  const says = verbatim(text, args.length - joint);
  return named?.own === true && named.type in releaseReaders && says !== null && isWhole(says, grammar)
    ? { nearest: named.type, says }
    : null;
}

/** A command that may be meant, and the words that say it in full. */
interface Meant {
  readonly nearest: CommandType;
  readonly says: string;
}

const readerOf = <T extends CommandType>(type: T): Reader<T> => readers[type];

interface Found extends FoundCommand {
  readonly args: readonly string[];
}

function findCommand(words: readonly string[], grammar: Grammar): Found | null {
  const named = commandAt(words);
  if ((named?.length ?? 0) < (commandNear(words)?.length ?? 0)) return null;
  if (named !== null) return { ...named, args: words.slice(named.length) };
  const [first = '', ...rest] = words;
  if (grammar.slash && beginsRequest(first, grammar))
    return { type: 'request', length: 0, own: true, args: words };
  if (ticketIn(first, grammar.linkTemplates) === null) return null;
  // People say `PAY-1 done` as well as `done PAY-1`.
  const after = commandAt(rest);
  // `PAY-1 hotfix` may also be a request.
  const isSwapped = after !== null && takesTicket(after.type) && after.type !== 'hotfix';
  return isSwapped ? { ...after, args: [first, ...rest.slice(after.length)] } : null;
}

const takesTicket = (type: CommandType): boolean => type in releaseReaders || type === 'status';

function unknownCommand(words: readonly string[], text: string, grammar: Grammar): ParseResult {
  const [first = '', second] = words;
  const begins = begunBy([first]) !== null && second !== undefined;
  const word = begins ? `${first} ${second}` : first;
  const saying = ({ type, length }: FoundCommand) =>
    `${commands[type].word} ${verbatim(text, words.length - length) ?? ''}`.trim();
  const fits = (named: FoundCommand) => {
    const read = parseCommand(saying(named), { ...grammar, sure: true });
    return read.ok && !(grammar.components && asksOfUnknown(read.command, grammar.components));
  };
  const near = commandNear(words) ?? misspelt(words, fits);
  if (near !== null) {
    const says = saying(near);
    if (parseCommand(says, { ...grammar, sure: true }).ok)
      return wrong({ code: 'unknownCommand', word, nearest: near.type, says });
    const behind = commandBehind(words.slice(near.length), text, grammar);
    return wrong({ code: 'unknownCommand', word, ...(behind ?? { nearest: near.type, says: null }) });
  }
  if (ticketIn(first, grammar.linkTemplates) !== null) {
    const told = toldOf(words, text, grammar) ?? ofTicket(first, text, grammar);
    return wrong({ code: 'unknownCommand', word, ...told });
  }
  const within = commandWithin(words, text, grammar);
  if (within !== null) return wrong({ code: 'unknownCommand', word, ...within });
  const begun = begunBy([first]);
  const loosely = begun === null ? looselyMisspelt(words, fits) : null;
  const says = loosely !== null && fits(loosely) ? saying(loosely) : null;
  return wrong({ code: 'unknownCommand', word, nearest: begun ?? loosely?.type ?? null, says });
}

/** A ticket alone, or with the options of a request, may be a request. With other words it is only clear that they are about the ticket. */
function ofTicket(
  ticket: string,
  text: string,
  grammar: Grammar,
): Omit<Meant, 'says'> & { readonly says: string | null } {
  const isRequest = parseCommand(`${commands.request.word} ${text}`, grammar).ok;
  return isRequest
    ? { nearest: 'request', says: null }
    : { nearest: 'status', says: `${commands.status.word} ${bare(ticket)}` };
}

/** Words between a ticket and what is said about it. */
const links = [
  'is',
  'was',
  'are',
  'has',
  'been',
  'got',
  'now',
  'already',
  'just',
  'уже',
  'теперь',
  'только',
  'что',
];

/** `PAY-1 is done` may be a command. */
function toldOf(
  [ticket = '', ...rest]: readonly string[],
  text: string,
  grammar: Grammar,
): { readonly nearest: CommandType; readonly says: string | null } | null {
  const linked = rest.findIndex((word) => !links.includes(normal(word)));
  const words = rest.slice(Math.max(0, linked));
  const named = commandAt(words) ?? commandNear(words);
  if (named === null || !takesTicket(named.type)) return null;
  const more = verbatim(text, words.length - named.length) ?? '';
  const says = `${commands[named.type].word} ${bare(ticket)} ${more}`.trim();
  const isMeant = parseCommand(says, { ...grammar, sure: true }).ok;
  return { nearest: named.type, says: isMeant ? says : null };
}

/** A field word after one of these is not meant. */
const negations = ['not', 'no', 'never', "don't", 'dont', "isn't", 'не', 'нельзя'];

/** How many words may precede a command that does not begin the text. */
const mostBefore = 40;

/**
 * Whether the command is complete without the ticket that the conversation is about. Required where it is unclear whether words are a
 * command at all.
 */
function isWhole(says: string, grammar: Grammar): boolean {
  const read = parseCommand(says, { ...grammar, ticket: null, sure: true });
  return read.ok && !(read.command.type === 'status' && read.command.ticket === null);
}

/** The first complete command among these words that does not begin them. */
function commandWithin(words: readonly string[], text: string, grammar: Grammar): Meant | null {
  for (let index = 1; index < Math.min(words.length, mostBefore); index += 1) {
    const named = commandAt(words.slice(index));
    const says = named === null ? null : verbatim(text, words.length - index);
    const negated = named?.own === false && negations.includes(normal(words[index - 1] ?? ''));
    if (says === null || named === null || negated || !isWhole(says, grammar)) continue;
    return { nearest: named.type, says };
  }
  return null;
}

/** The release commands that take a ticket, this kind of reason, and nothing else. */
type TicketAnd<R extends ReasonMode> = {
  [S in Exclude<CommandSignal, keyof Details>]: (typeof commands)[S]['reason'] extends R ? S : never;
}[Exclude<CommandSignal, keyof Details>];

/** These say nothing in a request for a check: it runs now, once more. */
const anew = ['again', 'now', 'once', 'more', 'еще', 'раз', 'снова', 'сейчас'];

const onlyTicket: Reader<TicketAnd<'none'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => {
    const [surplus] = withoutSmallTalk(rest).filter((word) => !anew.includes(normal(word)));
    return surplus === undefined ? fine({ type, ticket }) : tooMuch(type, surplus);
  });

const withNote: Reader<TicketAnd<'note'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => {
    const note = freeText(rest, context);
    return fine({ type, ticket, ...(note === null ? {} : { reason: note }) });
  });

const withReason: Reader<TicketAnd<'optional'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => fine({ type, ticket, reason: freeText(rest, context) }));

const withGivenReason: Reader<TicketAnd<'required'>> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => {
    const reason = freeText(rest, context);
    return reason === null
      ? wrong({ code: 'missingReason', command: type, subject: ticket })
      : fine({ type, ticket, reason });
  });

/** An option of a request, however it is written. Within a sentence `components: a` may be plain speech. */
const requestOption =
  /^-*(?:(?:components?|компоненты?)[:=]+[^:=]|(?:no[_-]?need[_-]?admin|без[_-]?админа)$)/;
const beginsList = /^-*(?:components?|компоненты?)[:=]/;

/** `hotfix TICKET` with only the options of a request may be a request. */
const hotfix: Reader<'hotfix'> = (args, type, context) =>
  withTicket(args, type, context, (ticket, rest) => {
    const words = withoutSmallTalk(rest);
    const option =
      words.find((word) => requestOption.test(normal(word))) ??
      words.slice(0, 1).find((word) => beginsList.test(folded(word)));
    if (option === undefined) return withGivenReason([ticket, ...rest], type, context);
    const says = `${commands.request.word} ${ticket} hotfix ${verbatim(context.text, rest.length) ?? ''}`;
    return isWhole(says, context)
      ? wrong({ code: 'unsure', command: 'request', says })
      : tooMuch(type, option);
  });

/** Words between a ticket and a person. */
const toWhom = ['to', 'for', 'на', 'к', 'для'];

const handover: Reader<'handover'> = (args, command, context) => {
  const person = args.find((word) => readPerson(bare(word)) !== null);
  const others = withoutSmallTalk(args).filter((word) => word !== person && !toWhom.includes(normal(word)));
  return withTicket(others, command, context, (ticket, [surplus]) => {
    const user = readPerson(bare(person ?? ''));
    if (user === null) return wrong({ code: 'missingUser', ticket });
    return surplus === undefined ? fine({ type: 'handover', ticket, user }) : tooMuch(command, surplus);
  });
};

const everything = ['all', 'everything', 'commands', 'все', 'всё', 'команды'];

const aboutTopic = ['with', 'mean', 'means', 'a', 'an', 'с'];

const help: Reader<'help'> = (args, _, { named }) => {
  const words = meaningfulWords(args, {}).filter((word) => !aboutTopic.includes(normal(word)));
  // `how do I accept PAY-1` is about `accept`, whatever follows.
  const asks = named ? null : (commandAt(words)?.type ?? null);
  const topic = commandNamed(withoutSmallTalk(args)) ?? commandNamed(words) ?? asks;
  if (topic === null && words.length === 0) return fine({ type: 'help', topic: null });
  if (topic !== null) return fine({ type: 'help', topic });
  if (words.every((word) => everything.includes(normal(word))))
    return fine({ type: 'help', topic: 'everything' });
  const nearest =
    begunBy(words) ?? commandAt(words)?.type ?? commandNear(words)?.type ?? misspelt(words)?.type;
  return wrong({ code: 'unknownTopic', text: words.join(' '), nearest: nearest ?? null });
};

/** Words between a request and its ticket. */
const forTicket =
  'for, of, the, ticket, issue, task, на, для, тикет, тикета, релиз, релиза, выкатку, задачу, задачи, задаче'.split(
    ', ',
  );

/** If the text has quotes, every word counts. */
const optionsIn = (args: readonly string[], { text }: Context): readonly string[] =>
  hasQuotes(text) ? args : withoutSmallTalk(args).filter((word) => !forTicket.includes(normal(word)));

const releaseReaders: { readonly [T in CommandSignal]: Reader<T> } = {
  request: (args, type, context) => {
    const said = { ...context, text: withoutListMarks(verbatim(context.text, args.length) ?? '') };
    return request(optionsIn(wordsIn(said.text), said), type, said);
  },
  recheck: onlyTicket,
  accept: withNote,
  reject: withGivenReason,
  adminHere: withNote,
  depStart: withNote,
  depFinish: withNote,
  depRollback: withReason,
  cancel: withReason,
  handover,
  override: withGivenReason,
  hotfix,
};

const readers: { readonly [T in CommandType]: Reader<T> } = {
  ...releaseReaders,
  freeze,
  unfreeze,
  unlock,
  queue,
  status,
  mine,
  prod,
  who,
  log,
  blame,
  incident,
  stats,
  help,
};
