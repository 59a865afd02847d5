import type { HelpTopic, LogSubject, Mistake } from '../command/command.ts';
import type { Undelivered } from './slack-sender.ts';
import type { Unreached } from './unreached.ts';
import type { Incident } from '../log/incident.ts';

/** What is answered without changing a release or a lock. `ticket` is an upper-case key; instants are epoch ms. */
export type Question =
  | { readonly type: 'help'; readonly topic: HelpTopic }
  | { readonly type: 'queue'; readonly component: string | null }
  | { readonly type: 'status'; readonly ticket: string }
  /** What waits for a person, and their releases. */
  | { readonly type: 'mine'; readonly user: string }
  | { readonly type: 'prod' | 'who'; readonly component: string | null }
  | { readonly type: 'log'; readonly subject: LogSubject | null; readonly since: number | null }
  | { readonly type: 'blame'; readonly at: number; readonly component: string | null }
  /** Marks it; `recorded` says whether the log has it. It is announced as well as answered. */
  | { readonly type: 'incident'; readonly incident: Incident; readonly recorded: boolean }
  | { readonly type: 'stats'; readonly component: string | null; readonly forMs: number | null }
  /** A time that has not come yet, of which there is nothing to tell. */
  | { readonly type: 'timeAhead'; readonly at: number }
  /** Words that are no command. */
  | { readonly type: 'mistake'; readonly mistake: Mistake }
  /** A command of which nobody can tell whether it is meant; `changed`: it is what a message says by now. */
  | { readonly type: 'meant'; readonly missed: Undelivered; readonly changed: boolean }
  /** A command that reached no workflow. */
  | { readonly type: 'unreached'; readonly unreached: Unreached }
  /** The button of an offer that is for somebody else. */
  | { readonly type: 'notYours'; readonly user: string }
  /** Whoever says it is of a workspace that is not allowed. */
  | { readonly type: 'otherWorkspace' };
