import { readTicketKey } from './ticket-key.ts';
import { wordsIn } from './words.ts';

/**
 * The upper-case key that a text is, read as people type: any dash counts, invisible characters do not. Null if it is not a key, or more
 * than one.
 */
export function ticketNamed(text: string, linkTemplates: readonly string[]): string | null {
  const [word = '', ...more] = wordsIn(text);
  return more.length === 0 ? readTicketKey(word, linkTemplates) : null;
}
