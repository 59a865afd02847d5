import type { ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { ticketIn, tooMuch, wrong } from './reader.ts';
import type { Context } from './reader.ts';
import { openingOf, withoutSmallTalk } from './small-talk.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';
import { bare, normal, verbatim } from './words.ts';
import { commands } from './commands.ts';

/** What people say between a command and its ticket. */
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

/** The ticket that is named first, or the one that is spoken of; and the words after it. */
export function withTicket(
  args: readonly string[],
  command: CommandType,
  context: Context,
  read: (ticket: string, rest: readonly string[]) => ParseResult,
): ParseResult {
  const { linkTemplates, ticket: spokenOf = null } = context;
  const skipped = args.findIndex((word) => !fillers.includes(normal(word)));
  const [named, ...rest] = args.slice(Math.max(0, skipped));
  const ticket = named === undefined ? null : ticketIn(named, linkTemplates);
  if (ticket !== null) {
    const whether = asksWhether(ticket, rest, command, context);
    return whether ?? alone(ticket, rest, command, context) ?? read(ticket, rest);
  }
  const [first] = withoutSmallTalk(args);
  const isTalk = openingOf(args).thanks;
  if (spokenOf === null || looksLikeTicket(first ?? '')) {
    return first === undefined
      ? wrong({ code: 'missingTicket', command })
      : wrong({ code: 'badTicket', command, text: first });
  }
  // A word that means other things as well, and more words, or a question: nobody can tell whether it is a command.
  const isVague = !context.named && (first !== undefined || isTalk);
  if (isVague || isAsked(context.text)) {
    const says = `${commands[command].word} ${spokenOf} ${verbatim(context.text, args.length) ?? ''}`.trim();
    return wrong({ code: 'unsure', command, says });
  }
  return read(spokenOf, args);
}

const isAsked = (text: string): boolean => /\?\s*$/.test(text);

/** `PAY-1 done?` is no command yet. */
function asksWhether(
  ticket: string,
  rest: readonly string[],
  command: CommandType,
  { named, text }: Context,
): ParseResult | null {
  if (named || !isAsked(text)) return null;
  const says = `${commands[command].word} ${ticket} ${verbatim(text, rest.length) ?? ''}`.trim();
  return wrong({ code: 'unsure', command, says });
}

/** A key that was mistyped is none, and no reason either. */
const looksLikeTicket = (word: string): boolean => /^#|\p{L}.*\d|https?:/u.test(bare(word));

/** A second ticket is no reason: each is commanded for itself. */
function alone(
  ticket: string,
  rest: readonly string[],
  command: CommandType,
  { linkTemplates }: Context,
): ParseResult | null {
  const [first = '', second = ''] = withoutSmallTalk(rest);
  const isJoint = meaningOf(normal(first), russianParticles) === 'and' || first === '&' || first === '+';
  const named = isJoint ? second : first;
  const other = ticketIn(named, linkTemplates);
  return other !== null && other !== ticket && /\p{L}/u.test(other) ? tooMuch(command, named) : null;
}
