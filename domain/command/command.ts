import type { Moment } from './moment.ts';

/** What a requester may say about a release; `components` null means those of the ticket. */
export interface RequestOptions {
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly hotfix: boolean;
  readonly components: readonly string[] | null;
}

/** A command as the grammar reads it, whichever way it came in. `ticket` is an upper-case key. */
export type Command =
  | { readonly type: 'request'; readonly ticket: string; readonly options: RequestOptions }
  | { readonly type: 'recheck' | 'accept' | 'adminHere' | 'depStart' | 'depFinish'; readonly ticket: string }
  | { readonly type: 'reject'; readonly ticket: string; readonly reason: string }
  | { readonly type: 'depRollback' | 'cancel'; readonly ticket: string; readonly reason: string | null }
  | { readonly type: 'handover'; readonly ticket: string; readonly user: string }
  | { readonly type: 'override'; readonly ticket: string; readonly reason: string }
  | {
      readonly type: 'freeze';
      readonly component: string;
      readonly end: FreezeEnd | null;
      readonly reason: string;
    }
  | { readonly type: 'unfreeze'; readonly component: string }
  | { readonly type: 'unlock'; readonly component: string; readonly reason: string }
  | { readonly type: 'status'; readonly ticket: string }
  | { readonly type: 'queue'; readonly component: string | null }
  | { readonly type: 'log'; readonly subject: LogSubject | null; readonly since: Moment | null }
  | { readonly type: 'blame'; readonly time: Moment; readonly component: string | null }
  | { readonly type: 'incident'; readonly time: Moment; readonly text: string }
  | { readonly type: 'stats'; readonly component: string | null; readonly forMs: number | null }
  | { readonly type: 'help'; readonly topic: CommandWord | null };

/** Whose log is wanted: that of a component, if there is one of that name; else that of the ticket, if it looks like one. */
export interface LogSubject {
  readonly name: string;
  readonly ticket: string | null;
}

/** When a freeze ends, as people say it: after some ms, or at the next such time of day, `HH:MM`. */
export type FreezeEnd = { readonly afterMs: number } | { readonly at: string };

/** The words people type, as `help` lists them. */
export const commandWords = [
  'dobro',
  'recheck',
  'accept',
  'reject',
  'here',
  'dep start',
  'dep finish',
  'dep rollback',
  'cancel',
  'handover',
  'override',
  'freeze',
  'unfreeze',
  'unlock',
  'queue',
  'status',
  'log',
  'blame',
  'incident',
  'stats',
  'help',
] as const;
export type CommandWord = (typeof commandWords)[number];

/** What may stand in a request besides the ticket and the wiki link, as `help` lists it. */
export const optionWords = ['no_need_admin', 'hotfix', 'components:'] as const;
export type OptionWord = (typeof optionWords)[number];

/** Why a text is no command. `texts/` words each of them, with the way out. */
export type Mistake =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly limit: number }
  | { readonly code: 'unknownCommand'; readonly word: string; readonly nearest: CommandWord }
  | { readonly code: 'missingTicket'; readonly command: CommandWord }
  | { readonly code: 'badTicket'; readonly command: CommandWord; readonly text: string }
  | { readonly code: 'missingUser'; readonly ticket: string }
  | { readonly code: 'missingTime'; readonly command: CommandWord }
  | { readonly code: 'badTime'; readonly command: CommandWord; readonly text: string }
  | { readonly code: 'missingIncident' }
  | { readonly code: 'badEnd'; readonly text: string }
  | { readonly code: 'missingComponent'; readonly command: CommandWord }
  /** `subject` is the ticket or component that was named. */
  | { readonly code: 'missingReason'; readonly command: CommandWord; readonly subject: string }
  | { readonly code: 'badComponents'; readonly text: string }
  | {
      readonly code: 'unknownOption';
      readonly command: CommandWord;
      readonly option: string;
      readonly nearest: OptionWord | null;
    }
  | { readonly code: 'unknownTopic'; readonly text: string; readonly nearest: CommandWord };

export type ParseResult =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly mistake: Mistake };
