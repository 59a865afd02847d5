import { commandAt, commandNear } from '../../domain/command/find-command.ts';
import { openingOf } from '../../domain/command/small-talk.ts';
import { readTicketKey } from '../../domain/command/ticket-key.ts';
import { bare, wordsIn } from '../../domain/command/words.ts';

/** The ticket of `dep start TICKET NOTE`, in any wording; null if the words mean something else or name no ticket. */
export function startTicketIn(said: readonly string[]): string | null {
  const all = wordsIn(said.join(' '));
  const words = all.slice(openingOf(all).length).map(bare);
  // The order `PAY-1 start` works, too.
  const isStart = starts(words) || (isTicket(words[0] ?? '') && starts(words.slice(1)));
  return isStart ? (words.find(isTicket) ?? null) : null;
}

function starts(words: readonly string[]): boolean {
  const named = commandAt(words);
  return named?.type === 'depStart' && named.length >= (commandNear(words)?.length ?? 0);
}

/** Any address counts as a ticket; the server decides. */
const isTicket = (word: string): boolean => readTicketKey(word, []) !== null || /^https?:\/\/./i.test(word);
