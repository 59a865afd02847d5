import type { HelpTopic, LogSubject, Mistake } from '../command/command.ts';
import type { MissedCommand } from './slack-sender.ts';
import type { Unreached } from './unreached.ts';
import type { Incident } from '../log/incident.ts';

/** A question, which changes no release and no lock. `ticket` is an upper-case key; instants are epoch ms. */
export type Question =
  | { readonly type: 'help'; readonly topic: HelpTopic }
  | { readonly type: 'queue'; readonly component: string | null }
  | { readonly type: 'status'; readonly ticket: string }
  /** The releases that wait for a person, and their own. */
  | { readonly type: 'mine'; readonly user: string }
  | { readonly type: 'prod' | 'who'; readonly component: string | null }
  | { readonly type: 'log'; readonly subject: LogSubject | null; readonly since: number | null }
  | { readonly type: 'blame'; readonly at: number; readonly component: string | null }
  /** Marks an incident and announces it. `recorded`: it is in the log already. */
  | { readonly type: 'incident'; readonly incident: Incident; readonly recorded: boolean }
  | { readonly type: 'stats'; readonly component: string | null; readonly forMs: number | null }
  /** A time in the future, about which there is nothing to report. */
  | { readonly type: 'timeAhead'; readonly at: number }
  /** A text that is not a command. */
  | { readonly type: 'mistake'; readonly mistake: Mistake }
  /** A command that may not be meant as one. `changed`: the message was edited into it. */
  | { readonly type: 'meant'; readonly missed: MissedCommand; readonly changed: boolean }
  /** A command that reached no workflow. */
  | { readonly type: 'unreached'; readonly unreached: Unreached }
  /** Somebody else's offer was clicked. */
  | { readonly type: 'notYours'; readonly user: string }
  /** The sender belongs to a workspace that is not allowed. */
  | { readonly type: 'otherWorkspace' };
