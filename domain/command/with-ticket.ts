import type { ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { phraseAt } from './phrase-at.ts';
import { ticketIn, tooMuch, wrong } from './reader.ts';
import type { Context } from './reader.ts';
import { openingOf, withoutSmallTalk } from './small-talk.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, verbatim, wordsIn } from './words.ts';
import { commands, releaseCommands } from './commands.ts';
import { commandAt } from './find-command.ts';

/** Words between a command and its ticket. */
const fillers = [
  ...[
    'the',
    'of',
    'for',
    'with',
    'on',
    'at',
    'to',
    'my',
    'this',
    'release',
    'releasing',
    'ticket',
    'issue',
    'task',
    'deploy',
    'is',
  ],
  ...[
    'релиз',
    'релиза',
    'релизу',
    'тикет',
    'тикета',
    'тикету',
    'задачу',
    'задача',
    'задачи',
    'по',
    'для',
    'с',
    'со',
    'деплой',
  ],
];

/** They stand for the ticket that the conversation is about. */
const pronouns =
  'it, this one, that one, this release, the release, this ticket, the ticket, this, that, его, ее, это, этот релиз, этот тикет, релиз, тикет'.split(
    ', ',
  );

/** The words without those at the beginning that stand for the ticket: `it hotfix`. */
export const withoutPronoun = (words: readonly string[]): readonly string[] =>
  words.slice(phraseAt(words, pronouns)?.split(' ').length ?? 0);

/** Together with thanks, these may answer something else. */
const answers =
  'ok, okay, okey, good, all good, ок, окей, окэй, хорошо, норм, пойдет, принято, принял, приняла'.split(
    ', ',
  );

function isAnswer(text: string): boolean {
  const words = wordsIn(text);
  const said = words.slice(openingOf(words).length);
  return phraseAt(said, answers)?.split(' ').length === commandAt(said)?.length;
}

/**
 * Calls `read` with the ticket that is named first, or with that of the conversation, and the words after it. Asks or refuses if it is
 * unclear.
 */
export function withTicket(
  args: readonly string[],
  command: CommandType,
  context: Context,
  read: (ticket: string, rest: readonly string[]) => ParseResult,
): ParseResult {
  const { linkTemplates, ticket: spokenOf = null } = context;
  const skipped = args.findIndex(
    (word) => !fillers.includes(normal(word)) && withoutSmallTalk([word]).length > 0,
  );
  const [named, ...rest] = args.slice(Math.max(0, skipped));
  const ticket = named === undefined ? null : ticketIn(named, linkTemplates);
  if (ticket !== null && spokenOf !== null && isCount(named, rest, spokenOf)) {
    const says = `${commands[command].word} ${spokenOf} ${verbatim(context.text, args.length) ?? ''}`;
    return wrong({ code: 'unsure', command, says });
  }
  if (ticket !== null) {
    return alone(ticket, rest, command, context) ?? read(ticket, rest);
  }
  const words = withoutSmallTalk(args);
  const [first] = words;
  const mayBeReason = words.length > 1 && commands[command].reason !== 'none';
  const isKey = looksLikeTicket(first ?? '') || (!mayBeReason && mayBeTicket(first ?? ''));
  if (spokenOf === null || isKey) {
    return first === undefined
      ? wrong({ code: 'missingTicket', command })
      : wrong({ code: 'badTicket', command, text: first });
  }
  // `cancel it`, `accept this release`
  if (words.length > 0 && withoutPronoun(words).length === 0) return withTicket([], command, context, read);
  // A word with other meanings and more words, or a question: it is unclear whether this is a command.
  const isTalk = openingOf(args).thanks && isAnswer(context.text);
  const isVague =
    (!context.named && (first !== undefined || isTalk)) || mayBeTicket(first ?? '') || isLikeTicket(words);
  if (context.sure !== true && (isVague || isAsked(context.text))) {
    const says = `${commands[command].word} ${spokenOf} ${verbatim(context.text, args.length) ?? ''}`.trim();
    return wrong({ code: 'unsure', command, says });
  }
  return read(spokenOf, args);
}

/** `reject 3 tests fail` in a conversation about PAY-9: it is unclear whether a number before other words is a ticket. */
const isCount = (named = '', rest: readonly string[], spokenOf: string): boolean =>
  /^\d+$/.test(named) && withoutSmallTalk(rest).length > 0 && !/^\d+$/.test(spokenOf);

const isAsked = (text: string): boolean => /\?\s*$/.test(text);

/** A mistyped key is neither a key nor a reason: `PAY-1x`, `owner/repo12`. */
function looksLikeTicket(typed: string): boolean {
  const word = bare(typed);
  const fromLetter = word.slice(Math.max(0, word.search(/\p{L}/u)));
  return /^#|https?:|^no\d/i.test(word) || /^\p{L}.*[-#]\d|^\p{L}[^/]*\/.*\d/u.test(fromLetter);
}

/** `PAY1` may be a mistyped key, but also the beginning of a reason, like `EC2` or `ipv6`. */
const mayBeTicket = (word: string): boolean => /^\p{L}{2,}[^\p{L}\p{N}]?\d+$/u.test(bare(word));

/** Nothing but `P1` or `PAY 10`. */
const isLikeTicket = (words: readonly string[]): boolean => /^\p{L}+ ?\d+$/u.test(words.map(bare).join(' '));

const joints = ['&', '&&', '+', 'or', 'или'];

/**
 * Refuses a second ticket or another command where a reason may be: each needs a command of its own. A number may begin a reason, unless
 * there is nothing else. Null if there is nothing to refuse.
 */
function alone(
  ticket: string,
  rest: readonly string[],
  command: CommandType,
  { linkTemplates, text }: Context,
): ParseResult | null {
  const isJoint = (word = '') =>
    meaningOf(normal(word), russianParticles) === 'and' ||
    [...joints, ',', ';'].includes(normal(word) || word);
  const words = withoutSmallTalk(rest);
  const joined = words.slice(isJoint(words[0]) ? 1 : 0);
  const more = joined.slice(openingOf(joined).length);
  const keys = more.filter((word) => !isJoint(word)).map((word) => ticketIn(word, linkTemplates));
  const [named = ''] = more;
  const [other = null] = keys;
  const isSecond = other !== null && other !== ticket;
  const isList = keys.every((key) => key !== null) && (/^\d+$/.test(ticket) || isJoint(words[0]));
  if (isSecond && (/\p{L}/u.test(other) || isList)) return tooMuch(command, named);
  const next = commandAt(more);
  const after = more[next?.length ?? 0] ?? '';
  const isCommand =
    next?.own === true && next.type in releaseCommands && ticketIn(after, linkTemplates) !== null;
  const sameLine = !/[\r\n]/.test(verbatim(text, rest.length + 1, rest.length - 1) ?? '');
  return isCommand && sameLine ? tooMuch(command, `${more.slice(0, next.length).join(' ')} ${after}`) : null;
}
