import { commandAt, commandNear } from '../../domain/command/find-command.ts';
import { openingOf } from '../../domain/command/small-talk.ts';
import { readTicketKey } from '../../domain/command/ticket-key.ts';
import { bare, wordsIn } from '../../domain/command/words.ts';

/** The ticket of `dep start TICKET NOTE`, in any words that mean it; null if they mean anything else, or name none. */
export function startIn(said: readonly string[]): string | null {
  const all = wordsIn(said.join(' '));
  const words = all.slice(openingOf(all).length).map(bare);
  // `PAY-1 start` is said as well.
  const isStart = starts(words) || (isTicket(words[0] ?? '') && starts(words.slice(1)));
  return isStart ? (words.find(isTicket) ?? null) : null;
}

function starts(words: readonly string[]): boolean {
  const named = commandAt(words);
  return named?.type === 'depStart' && named.length >= (commandNear(words)?.length ?? 0);
}

/** An address may be that of a ticket: whoever is asked knows. */
const isTicket = (word: string): boolean => readTicketKey(word, []) !== null || /^https?:\/\/./i.test(word);
