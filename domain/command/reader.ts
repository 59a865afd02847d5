import type { Command, Mistake, ParseResult } from './command.ts';
import type { CommandType } from './commands.ts';
import { withoutSmallTalk } from './small-talk.ts';
import { readTicketKey } from './ticket-key.ts';
import { bare, verbatim } from './words.ts';

/** How to read texts. */
export interface Grammar {
  /** What the addresses of tickets look like. */
  readonly linkTemplates: readonly string[];
  /** In a slash command `dobro` may be left out before a ticket, because it was already typed. */
  readonly slash: boolean;
  /** The upper-case key of the ticket that the conversation is about, which may be left out. Absent or null: none. */
  readonly ticket?: string | null;
  /** The user has confirmed that the command is meant. Absent: nobody has asked. */
  readonly sure?: boolean;
  /** The names of the components. Absent: unknown. */
  readonly components?: readonly string[];
}

export interface Context extends Grammar {
  readonly text: string;
  /** Whether the command was named by its own word, and not by one with other meanings. */
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

/** Refuses words that the command does not take. */
export const tooMuch = (command: CommandType, option: string): ParseResult =>
  wrong({ code: 'unknownOption', command, option, nearest: null });

/** The upper-case key of the ticket that a word names, with any marks around it; null if it names none. */
export const ticketIn = (word: string, linkTemplates: readonly string[]): string | null =>
  readTicketKey(word, linkTemplates) ?? readTicketKey(bare(word), linkTemplates);

/** The text of `args`, which end the text, as they were written; null if they say nothing. */
export const freeText = (args: readonly string[], { text }: Context): string | null =>
  withoutSmallTalk(args).length === 0 ? null : verbatim(text, args.length);
