import { lockCommands, questions } from './commands.ts';
import type { commands, CommandSignal, CommandType, LockCommandSignal, QuestionType } from './commands.ts';
import type { FreezeEnd, Moment } from './moment.ts';
import type { OptionWord } from './vocabulary.ts';

/** A command, all of them, or null: what the asker can do. */
export type HelpTopic = CommandType | 'everything' | null;

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
  note: { readonly reason?: string };
  optional: { readonly reason: string | null };
  required: { readonly reason: string };
}

/** What is said with some commands besides their subject and reason. `ticket` is an upper-case key. */
export interface Details {
  request: { readonly subject: RequestSubject; readonly options: RequestOptions };
  handover: { readonly user: string };
  freeze: { readonly end: FreezeEnd | null };
  /** Whose freezes are meant; null: the speaker's. */
  unfreeze: { readonly user: string | null };
  queue: { readonly component: string | null };
  /** Without a ticket: those that are mine. */
  status: { readonly ticket: string | null };
  prod: { readonly component: string | null };
  who: { readonly component: string | null };
  log: { readonly subject: LogSubject | null; readonly since: Moment | null };
  blame: { readonly time: Moment; readonly component: string | null };
  incident: { readonly time: Moment; readonly text: string };
  stats: { readonly component: string | null; readonly forMs: number | null };
  help: { readonly topic: HelpTopic };
}

type SubjectOf<T extends CommandType> =
  T extends Exclude<CommandSignal, 'request'>
    ? { readonly ticket: string }
    : T extends LockCommandSignal
      ? { readonly components: Components }
      : object;

/** The components that a command to locks is for. */
export type Components = readonly string[] | 'all';

/** A command as the grammar reads it, whichever way it came in. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { readonly type: K } & SubjectOf<K> &
    Reasons[(typeof commands)[K]['reason']] &
    (K extends keyof Details ? Details[K] : object);
}[T];

export const isLockCommand = (command: Command): command is Command<LockCommandSignal> =>
  command.type in lockCommands;

export const isQuestion = (command: Command): command is Command<QuestionType> => command.type in questions;

/** Whether it does more than to tell something: an incident is written down and announced. */
export const changes = (command: Command): boolean => !isQuestion(command) || command.type === 'incident';

/** Whose log is wanted: that of a component, if there is one of that name; else that of the ticket, if it looks like one. */
export interface LogSubject {
  readonly name: string;
  readonly ticket: string | null;
}

/** Why a text is no command. `texts/` words each of them, with the way out. */
export type Mistake =
  | { readonly code: 'empty' }
  /** Nothing was said but hello, or thanks. */
  | { readonly code: 'greeting' | 'thanks' }
  | { readonly code: 'tooLong'; readonly limit: number }
  /** `nearest` is what the word may mean, `says` the whole command that may be meant; null: nobody can tell. */
  | {
      readonly code: 'unknownCommand';
      readonly word: string;
      readonly nearest: CommandType | null;
      readonly says: string | null;
    }
  /** It may be meant or not; `says` is the whole command. */
  | { readonly code: 'unsure'; readonly command: CommandType; readonly says: string }
  /** It is carried out at once, and neither later nor on a condition, which is `text`; `says` is the command without it. */
  | { readonly code: 'notLater'; readonly command: CommandType; readonly text: string; readonly says: string }
  | { readonly code: 'missingTicket'; readonly command: CommandType }
  | { readonly code: 'badTicket'; readonly command: CommandType; readonly text: string }
  | { readonly code: 'tooManyTickets'; readonly limit: number }
  | {
      readonly code: 'badText';
      readonly problem: 'empty' | 'tooLong' | 'unclosed' | 'several' | 'besideTicket';
      readonly limit: number;
    }
  | { readonly code: 'missingUser'; readonly ticket: string }
  | { readonly code: 'missingTime'; readonly command: CommandType }
  | { readonly code: 'badTime'; readonly command: CommandType; readonly text: string }
  | { readonly code: 'missingIncident' }
  | { readonly code: 'badEnd'; readonly text: string }
  /** A freeze begins at once. */
  | { readonly code: 'badStart'; readonly text: string }
  /** Where the reason begins, there stands something that may belong to the components. */
  | {
      readonly code: 'strayComponent';
      readonly command: CommandType;
      readonly text: string;
      readonly components: readonly string[];
    }
  /** Nobody who can take over a release. */
  | { readonly code: 'notAPerson'; readonly ticket: string; readonly user: string }
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
  | { readonly code: 'unknownTopic'; readonly text: string; readonly nearest: CommandType | null };

export type ParseResult =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly mistake: Mistake };
