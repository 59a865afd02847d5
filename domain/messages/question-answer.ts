import type { Mistake } from '../command/command.ts';
import type { CommandType } from '../command/commands.ts';
import type { UsualTimes } from '../estimate.ts';
import type { LockView } from '../lock/lock-view.ts';
import type { Suspect } from '../log/blame.ts';
import type { EventRow } from '../log/event-row.ts';
import type { Statistics } from '../log/figures.ts';
import type { LoggedRelease } from '../log/logged-release.ts';
import type { Incident } from '../log/incident.ts';
import type { ReleaseStatus } from '../release/status.ts';
import type { MissedCommand } from './slack-sender.ts';
import type { WatchShown } from '../watch/shown.ts';
import type { ListedRelease } from './memo.ts';

/**
 * The answer to a question, as data. Every door puts it into words in its own way. Instants are epoch ms, except in the results of queries.
 */
export type QuestionAnswer =
  | { readonly type: 'help'; readonly topic: CommandType | 'everything' }
  | ({ readonly type: 'guide' } & Guided)
  | { readonly type: 'mistake'; readonly mistake: Mistake }
  | { readonly type: 'meant'; readonly missed: MissedCommand; readonly changed: boolean }
  | ({ readonly type: 'queue' } & QueueAnswer)
  | ({ readonly type: 'status' } & StatusAnswer)
  | ({ readonly type: 'mine' } & OwnAnswer)
  | ({ readonly type: 'prod' } & ProductionAnswer)
  | ({ readonly type: 'who' } & WhoAnswer)
  | ({ readonly type: 'log' } & LogPage)
  | ({ readonly type: 'blame' } & SuspectPage)
  | ({ readonly type: 'incident' } & MarkedIncident)
  | ({ readonly type: 'stats' } & StatisticsPage)
  | { readonly type: 'timeAhead'; readonly at: number }
  | { readonly type: 'unknownComponent'; readonly component: string; readonly known: readonly string[] }
  /** The component is not critical. */
  | { readonly type: 'noLock'; readonly component: string }
  | { readonly type: 'notYours'; readonly user: string }
  | { readonly type: 'otherWorkspace' }
  | { readonly type: 'noTicket'; readonly ticket: string }
  /** This company releases nothing without a ticket. */
  | { readonly type: 'needsTicket' }
  /** There is no release log, or its database does not answer. */
  | { readonly type: 'noLog' | 'logAway' }
  /** Temporal, or a lock, does not answer. */
  | { readonly type: 'trouble' }
  /** No answer is needed: the command was carried out before its release ended, and is only delivered again. */
  | { readonly type: 'carriedOut' };

/** How many open releases without a "good" the queue lists, latest first. */
export const mostOthers = 50;

/** Who holds which lock and who waits for it. */
export interface QueueAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  /** The asked-for components that have a lock. */
  readonly critical: readonly string[];
  /** Open releases, oldest first. */
  readonly releases: readonly ListedRelease[];
  /** How many more open releases there are. */
  readonly unlisted: number;
  /** The locks that answered. */
  readonly locks: readonly LockView[];
  readonly usual: UsualTimes;
}

/** Whom the bot explains what they can do here. */
export interface Guided {
  readonly approver: boolean;
  readonly admin: boolean;
  /** A component for the examples; null if there is none. */
  readonly component: string | null;
}

/** The state of the last release of a ticket. */
export interface StatusAnswer {
  readonly ticket: string;
  /** Null if there never was one. */
  readonly release: StatusOfRelease | null;
}

export interface StatusOfRelease {
  readonly status: ReleaseStatus;
  /** `brokenOff`: its workflow was ended in Temporal before the release came to an end. */
  readonly workflow: 'open' | 'ended' | 'brokenOff';
  /** The locks that it holds or waits for, as far as they answered. */
  readonly locks: readonly LockView[];
  readonly usual: UsualTimes;
  /** Null: it is not watched. */
  readonly watched: WatchShown | null;
}

/** An open release as a list shows it. */
export interface QueuedRelease extends Pick<
  ListedRelease,
  'ticket' | 'tickets' | 'title' | 'url' | 'requester' | 'admin' | 'stage' | 'components' | 'since'
> {
  readonly locks: readonly Pick<ListedRelease['locks'][number], 'component' | 'state'>[];
}

/** What concerns a person. */
export interface OwnAnswer {
  /** The releases that wait for them to act. */
  readonly waiting: readonly QueuedRelease[];
  /** The releases that they requested, or are the admin of. */
  readonly releases: readonly QueuedRelease[];
}

/** A person's roles (on any component), and what concerns them. */
export interface Asker extends Pick<Guided, 'approver' | 'admin'> {
  readonly own: OwnAnswer;
}

/** What is on production, and what went there last. */
export interface ProductionAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  readonly now: readonly QueuedRelease[];
  /** The last finished release of each component; null if no log answers. */
  readonly last: readonly LastFinished[] | null;
  /** The watches of these releases, by ticket; only of those that are watched. */
  readonly watched: Readonly<Record<string, WatchShown>>;
}

export interface LastFinished extends Pick<
  LoggedRelease,
  'ticket' | 'tickets' | 'title' | 'url' | 'requester'
> {
  readonly component: string;
  readonly releaseKey: string;
  /** Epoch ms. */
  readonly endedAt: number;
}

/** The people involved with a component, or with all of them. */
export interface WhoAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  /** The locks that are held. */
  readonly locks: readonly LockView[];
  readonly releases: readonly QueuedRelease[];
}

/** Log entries about something, newest first. */
export interface LogPage {
  /** A component, or the key of a ticket; null: all. */
  readonly subject: string | null;
  readonly since: number | null;
  readonly events: readonly EventRow[];
  /** How many older events there are. Counting stops at `countedTo`. */
  readonly more: number;
  readonly countedTo: number;
  /** The address of the Slack workspace; null if nothing is known to be there. */
  readonly workspace: string | null;
}

/** The releases that may have caused a problem, most likely first. */
export interface SuspectPage {
  readonly at: number;
  /** Null: anywhere. */
  readonly component: string | null;
  readonly suspects: readonly Suspect[];
  /** How many less likely suspects there are. */
  readonly more: number;
}

/** An incident that somebody marked, and whether it is in the log already. */
export interface MarkedIncident {
  readonly incident: Incident;
  readonly recorded: boolean;
}

/** The figures of one component, or of all of them. */
export interface StatisticsPage {
  readonly component: string | null;
  readonly statistics: Statistics;
}
