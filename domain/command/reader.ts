import type { Command, Mistake, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { readTicketKey } from './ticket-key.ts';
import { bare, verbatim } from './words.ts';

/** How texts are to be read. */
export interface Grammar {
  /** How addresses of tickets look. */
  readonly linkTemplates: readonly string[];
  /** In a slash command the word `dobro` before a ticket may be left out, as it was typed already. */
  readonly slash: boolean;
  /** The upper-case key of the one that is spoken of, and may be left out. Absent, null: none. */
  readonly ticket?: string | null;
  /** It was asked whether it is meant, and it is. Absent: it was not asked. */
  readonly sure?: boolean;
  /** The names of the components. Absent: they are not known. */
  readonly components?: readonly string[];
}

export interface Context extends Grammar {
  readonly text: string;
  /** Whether the command was named by its own word, and not by one that may mean other things. */
  readonly named: boolean;
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

/** The upper-case key of the ticket that a word names, whatever marks are around it; null if it names none. */
export const ticketIn = (word: string, linkTemplates: readonly string[]): string | null =>
  readTicketKey(word, linkTemplates) ?? readTicketKey(bare(word), linkTemplates);

/** The last `count` words of a text as they were written, unless they say nothing. */
export const freeText = (args: readonly string[], { text }: Context): string | null =>
  withoutSmallTalk(args).length === 0 ? null : verbatim(text, args.length);
