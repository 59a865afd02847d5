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
import type { Undelivered } from './slack-sender.ts';
import type { WatchShown } from '../watch/shown.ts';
import type { ListedRelease } from './memo.ts';

/** The answer to a question, as data: every door words it in its own way. Instants are epoch ms, but in what queries answer. */
export type QuestionAnswer =
  | { readonly type: 'help'; readonly topic: CommandType | 'everything' }
  | ({ readonly type: 'guide' } & Guided)
  | { readonly type: 'mistake'; readonly mistake: Mistake }
  | { readonly type: 'meant'; readonly missed: Undelivered; readonly changed: boolean }
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
  /** Here nothing is released without a ticket. */
  | { readonly type: 'needsTicket' }
  /** There is no release log, or its database does not answer. */
  | { readonly type: 'noLog' | 'logAway' }
  /** Temporal, or a lock, does not answer now. */
  | { readonly type: 'trouble' }
  /** Nothing is to be said: the command was carried out before its release ended, and is only delivered again. */
  | { readonly type: 'carriedOut' };

/** So many open releases without a "good" the queue names, the latest ones. */
export const mostOthers = 50;

/** Who holds what and who waits for what. */
export interface QueueAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  /** The components in question that have a lock. */
  readonly critical: readonly string[];
  /** Open releases, oldest first. */
  readonly releases: readonly ListedRelease[];
  /** How many open releases there are besides. */
  readonly unlisted: number;
  /** Of the locks that answer. */
  readonly locks: readonly LockView[];
  readonly usual: UsualTimes;
}

/** Whom the bot tells what they can do here. */
export interface Guided {
  readonly approver: boolean;
  readonly admin: boolean;
  /** For the examples; null where there is none. */
  readonly component: string | null;
}

/** Where the last release of a ticket stands. */
export interface StatusAnswer {
  readonly ticket: string;
  /** Null if there never was one. */
  readonly release: StatusOfRelease | null;
}

export interface StatusOfRelease {
  readonly status: ReleaseStatus;
  /** `brokenOff`: Temporal ended its workflow before the release had come to an end. */
  readonly workflow: 'open' | 'ended' | 'brokenOff';
  /** Of the locks that it has or waits for, those that answer. */
  readonly locks: readonly LockView[];
  readonly usual: UsualTimes;
  /** Null: it is not watched. */
  readonly watched: WatchShown | null;
}

/** An open release as people read of it in a list. */
export interface QueuedRelease extends Pick<
  ListedRelease,
  'ticket' | 'tickets' | 'title' | 'url' | 'requester' | 'admin' | 'stage' | 'components' | 'since'
> {
  readonly locks: readonly Pick<ListedRelease['locks'][number], 'component' | 'state'>[];
}

/** What concerns a person. */
export interface OwnAnswer {
  /** What they are to bring on. */
  readonly waiting: readonly QueuedRelease[];
  /** Those that they asked for, or are the admin of. */
  readonly releases: readonly QueuedRelease[];
}

/** What a person is, somewhere, and what concerns them. */
export interface Asker extends Pick<Guided, 'approver' | 'admin'> {
  readonly own: OwnAnswer;
}

/** What is on production, and what went there last. */
export interface ProductionAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  readonly now: readonly QueuedRelease[];
  /** The last finished one of each component; null where no log tells. */
  readonly last: readonly LastFinished[] | null;
  /** How they are watched, by their tickets, those that are. */
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

/** Who has to do with a component, or with all of them. */
export interface WhoAnswer {
  /** Null: all of them. */
  readonly component: string | null;
  /** Of the locks that are held. */
  readonly locks: readonly LockView[];
  readonly releases: readonly QueuedRelease[];
}

/** What the log has of something, the newest first. */
export interface LogPage {
  /** A component, or the key of a ticket; null: all. */
  readonly subject: string | null;
  readonly since: number | null;
  readonly events: readonly EventRow[];
  /** How many older ones there are; more than `countedTo` are not counted. */
  readonly more: number;
  readonly countedTo: number;
  /** The address of the Slack workspace; null as long as nothing is known to be there. */
  readonly workspace: string | null;
}

/** The releases that may have led to a trouble, most likely first. */
export interface SuspectPage {
  readonly at: number;
  /** Null: anywhere. */
  readonly component: string | null;
  readonly suspects: readonly Suspect[];
  /** How many less likely ones there are. */
  readonly more: number;
}

/** An incident that somebody marked, and whether the log has it already. */
export interface MarkedIncident {
  readonly incident: Incident;
  readonly recorded: boolean;
}

/** The figures of one component, or of all of them. */
export interface StatisticsPage {
  readonly component: string | null;
  readonly statistics: Statistics;
}
