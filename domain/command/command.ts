import { lockCommands, questions } from './commands.ts';
import type { commands, CommandSignal, CommandType, LockCommandSignal, QuestionType } from './commands.ts';
import type { FreezeEnd, SpokenTime } from './moment.ts';
import type { OptionWord } from './vocabulary.ts';

/** A command, all of them, or null: what the asker can do. */
export type HelpTopic = CommandType | 'everything' | null;

/** The options of a request. `components` null: those of the ticket. */
export interface RequestOptions {
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly hotfix: boolean;
  readonly components: readonly string[] | null;
}

/** What to release: tickets, the first of which names the release. Without tickets: the text, or else the page of the wiki link. */
export interface RequestSubject {
  /** Upper-case keys without duplicates. */
  readonly tickets: readonly string[];
  readonly text: string | null;
}

interface Reasons {
  none: object;
  note: { readonly reason?: string };
  optional: { readonly reason: string | null };
  required: { readonly reason: string };
}

/** What some commands take in addition to their subject and reason. `ticket` is an upper-case key. */
export interface Details {
  request: { readonly subject: RequestSubject; readonly options: RequestOptions };
  handover: { readonly user: string };
  freeze: { readonly end: FreezeEnd | null };
  /** Whose freezes to lift; null: the speaker's. */
  unfreeze: { readonly user: string | null };
  queue: { readonly component: string | null };
  /** Null: the speaker's own releases. */
  status: { readonly ticket: string | null };
  prod: { readonly component: string | null };
  who: { readonly component: string | null };
  log: { readonly subject: LogSubject | null; readonly since: SpokenTime | null };
  blame: { readonly time: SpokenTime; readonly component: string | null };
  incident: { readonly time: SpokenTime; readonly text: string };
  stats: { readonly component: string | null; readonly forMs: number | null };
  help: { readonly topic: HelpTopic };
}

type SubjectOf<T extends CommandType> =
  T extends Exclude<CommandSignal, 'request'>
    ? { readonly ticket: string }
    : T extends LockCommandSignal
      ? { readonly components: Components }
      : object;

/** The components of a command to locks. */
export type Components = readonly string[] | 'all';

/** A command as the grammar reads it, whichever door it came through. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { readonly type: K } & SubjectOf<K> &
    Reasons[(typeof commands)[K]['reason']] &
    (K extends keyof Details ? Details[K] : object);
}[T];

export const isLockCommand = (command: Command): command is Command<LockCommandSignal> =>
  command.type in lockCommands;

export const isQuestion = (command: Command): command is Command<QuestionType> => command.type in questions;

/** Whether it does more than answer. An incident is recorded and announced. */
export const changes = (command: Command): boolean => !isQuestion(command) || command.type === 'incident';

/** The subject of a log question: the component of that name, if there is one; else the ticket, if the name looks like a key. */
export interface LogSubject {
  readonly name: string;
  readonly ticket: string | null;
}

/** Why a text is not a command. `texts/` words each mistake, with the way out. */
export type Mistake =
  | { readonly code: 'empty' }
  /** Nothing but a greeting or thanks. */
  | { readonly code: 'greeting' | 'thanks' }
  | { readonly code: 'tooLong'; readonly limit: number }
  /** `nearest`: what the word may mean. `says`: the whole command that may be meant. Null: unknown. */
  | {
      readonly code: 'unknownCommand';
      readonly word: string;
      readonly nearest: CommandType | null;
      readonly says: string | null;
    }
  /** It is unclear whether the command is meant. `says`: the whole command. */
  | { readonly code: 'unsure'; readonly command: CommandType; readonly says: string }
  /** Commands are carried out at once, not later or on a condition (`text`). `says`: the command without it. */
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
  /** The reason begins with something that may be one more component. */
  | {
      readonly code: 'strayComponent';
      readonly command: CommandType;
      readonly text: string;
      readonly components: readonly string[];
    }
  /** `user` is not a person who can take over a release. */
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
