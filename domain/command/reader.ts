import type { Command, Mistake, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { readTicketKey } from './ticket-key.ts';
import { folded } from './vocabulary.ts';

/** How texts are to be read. */
export interface Grammar {
  /** Holds `{key}`. */
  readonly linkTemplate: string;
  /** In a slash command the word `dobro` before a ticket may be left out, as it was typed already. */
  readonly slash: boolean;
}

export interface Context extends Grammar {
  readonly text: string;
}

/** Reads the words after the name of a command of one of these types. */
export type Reader<T extends CommandType> = (
  args: readonly string[],
  type: T,
  context: Context,
) => ParseResult;

export const fine = (command: Command): ParseResult => ({ ok: true, command });
export const wrong = (mistake: Mistake): ParseResult => ({ ok: false, mistake });

/** More than a command takes. */
export const tooMuch = (command: CommandType, option: string): ParseResult =>
  wrong({ code: 'unknownOption', command, option, nearest: null });

/** A word without the marks that people put around it: `*accept*`, `` `PAY-1` ``, `<PAY-1>`, `dobro,`. */
export const bare = (word: string): string =>
  word.replace(/^[*_~`"'“”‘’«»(<]+|[*_~`"'“”‘’«»)>,.!?:;]+$/g, '');

export const normal = (word: string): string => folded(bare(word));

/** The upper-case key of the ticket that a word names, whatever marks are around it; null if it names none. */
export const ticketIn = (word: string, linkTemplate: string): string | null =>
  readTicketKey(word, linkTemplate) ?? readTicketKey(bare(word), linkTemplate);

/** The last `count` words as they were written, spaces and line ends between them included. */
export function verbatim(text: string, count: number): string | null {
  if (count === 0) return null;
  const words = [...text.matchAll(/\S+/g)];
  return text.slice(words.at(-count)?.index).trim();
}
