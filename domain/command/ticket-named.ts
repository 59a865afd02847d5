import { readTicketKey } from './ticket-key.ts';
import { wordsIn } from './words.ts';

/** The upper-case key that a text is, read as people type: any dash is one, and what nobody sees is not there. Null if it is none, or more than one. */
export function ticketNamed(text: string, linkTemplates: readonly string[]): string | null {
  const [word = '', ...more] = wordsIn(text);
  return more.length === 0 ? readTicketKey(word, linkTemplates) : null;
}
