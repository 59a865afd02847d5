import { lockCommands, questions } from './commands.ts';
import type { commands, CommandSignal, CommandType, LockCommandSignal, QuestionType } from './commands.ts';
import type { FreezeEnd, Moment } from './moment.ts';
import type { OptionWord } from './vocabulary.ts';

/** What a requester may say about a release; `components` null means those of the ticket. */
export interface RequestOptions {
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly hotfix: boolean;
  readonly components: readonly string[] | null;
}

/** What somebody asks to release: these tickets, the first of which names the release. Without any: the text, or else the page of the wiki link. */
export interface RequestSubject {
  /** Upper-case keys, none twice. */
  readonly tickets: readonly string[];
  readonly text: string | null;
}

interface Reasons {
  none: object;
  optional: { readonly reason: string | null };
  required: { readonly reason: string };
}

/** What is said with some commands besides their subject and reason. `ticket` is an upper-case key. */
export interface Details {
  request: { readonly subject: RequestSubject; readonly options: RequestOptions };
  handover: { readonly user: string };
  freeze: { readonly end: FreezeEnd | null };
  queue: { readonly component: string | null };
  status: { readonly ticket: string };
  log: { readonly subject: LogSubject | null; readonly since: Moment | null };
  blame: { readonly time: Moment; readonly component: string | null };
  incident: { readonly time: Moment; readonly text: string };
  stats: { readonly component: string | null; readonly forMs: number | null };
  help: { readonly topic: CommandType | null };
}

type SubjectOf<T extends CommandType> =
  T extends Exclude<CommandSignal, 'request'>
    ? { readonly ticket: string }
    : T extends LockCommandSignal
      ? { readonly component: string }
      : object;

/** A command as the grammar reads it, whichever way it came in. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { readonly type: K } & SubjectOf<K> &
    Reasons[(typeof commands)[K]['reason']] &
    (K extends keyof Details ? Details[K] : object);
}[T];

export const isLockCommand = (command: Command): command is Command<LockCommandSignal> =>
  command.type in lockCommands;

export const isQuestion = (command: Command): command is Command<QuestionType> => command.type in questions;

/** Whose log is wanted: that of a component, if there is one of that name; else that of the ticket, if it looks like one. */
export interface LogSubject {
  readonly name: string;
  readonly ticket: string | null;
}

/** Why a text is no command. `texts/` words each of them, with the way out. */
export type Mistake =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly limit: number }
  | { readonly code: 'unknownCommand'; readonly word: string; readonly nearest: CommandType }
  | { readonly code: 'missingTicket'; readonly command: CommandType }
  | { readonly code: 'badTicket'; readonly command: CommandType; readonly text: string }
  | { readonly code: 'tooManyTickets'; readonly limit: number }
  | {
      readonly code: 'badText';
      readonly problem: 'empty' | 'tooLong' | 'unclosed' | 'besideTicket';
      readonly limit: number;
    }
  | { readonly code: 'missingUser'; readonly ticket: string }
  | { readonly code: 'missingTime'; readonly command: CommandType }
  | { readonly code: 'badTime'; readonly command: CommandType; readonly text: string }
  | { readonly code: 'missingIncident' }
  | { readonly code: 'badEnd'; readonly text: string }
  | { readonly code: 'missingComponent'; readonly command: CommandType }
  /** `subject` is the ticket or component that was named. */
  | { readonly code: 'missingReason'; readonly command: CommandType; readonly subject: string }
  | { readonly code: 'badComponents'; readonly text: string }
  | {
      readonly code: 'unknownOption';
      readonly command: CommandType;
      readonly option: string;
      readonly nearest: OptionWord | null;
    }
  | { readonly code: 'unknownTopic'; readonly text: string; readonly nearest: CommandType };

export type ParseResult =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly mistake: Mistake };
