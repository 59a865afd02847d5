/**
 * The JSON answers of the page's server: the contract between `app.ts` and `page/`. All routes are
 * read-only. Instants are epoch ms; a missing value is null. An error has a `Problem` as its body: 400 for
 * a bad parameter, 401 without sign-in, 404 for what does not exist, 503 if the log or Temporal does not
 * answer. Commands go to `/api/v1`; see `docs/api.md`. Imports only types, so that a browser can load it.
 */
import type { Suspect } from '../domain/log/blame.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { BadReading } from '../domain/log/bad-reading.ts';
import type { Statistics } from '../domain/log/figures.ts';
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { Language } from '../domain/settings.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';

export type { FreezeSpan } from '../domain/log/freeze-spans.ts';

/** `GET /api/about`: what does not change while a page is open. */
export interface About {
  readonly language: Language;
  /** The IANA zone in which times are shown. */
  readonly timezone: string;
  readonly components: readonly {
    readonly name: string;
    readonly critical: boolean;
    readonly dependsOn: readonly string[];
    /** As configured, including user groups; empty if nobody may act here. */
    readonly approvers: readonly string[];
    readonly admins: readonly string[];
    /** Users and groups who may freeze and unlock it. */
    readonly operators: readonly string[];
  }[];
  /** Whether there is a log; without it the page shows only the queue. */
  readonly logged: boolean;
  /** The signed-in user; null without sign-in. */
  readonly user: { readonly id: string; readonly name: string } | null;
  /** The users as whom commands may be given here: the signed-in user, or one of these; empty: nobody may give any. */
  readonly actors: readonly string[];
}

/** The header that names who gives a command, in each request of the page to `/api/v1`. */
export const actorHeader = 'x-dobrobot-as';

/** An open release as in the visibility list. */
export type ShownRelease = Pick<
  ListedRelease,
  | ('key' | 'ticket' | 'tickets' | 'title' | 'url' | 'requester' | 'admin')
  | ('components' | 'stage' | 'since' | 'locks')
> & {
  /** The checks that are bad now, except those said not to be because of it. Absent from a server of 1.0. */
  readonly bad?: readonly Omit<BadReading, 'releaseKey'>[];
};

/** `GET /api/queue`: the present state. */
export interface QueueAnswer {
  readonly at: number;
  /** Oldest first. */
  readonly releases: readonly ShownRelease[];
  /** The locks of the critical components, in the order of the configuration. */
  readonly locks: readonly LockView[];
  /** Critical components whose lock does not answer. */
  readonly silent: readonly string[];
}

/** Restricts `GET /api/timeline`; `component` may be repeated. */
export interface Filter {
  /** Releases that touch at least one of these; empty: all. */
  readonly components: readonly string[];
  /** Words of ticket, title or reason, as typed into a search field. */
  readonly words: string;
}

/** `GET /api/timeline?from&to&component…&words`: a span of at most 400 days, both ends included. */
export interface TimelineAnswer {
  readonly from: number;
  readonly to: number;
  /** The releases that were open, the last requested first; at most 2,000. */
  readonly releases: readonly LoggedRelease[];
  /** The number of further releases that are left out. */
  readonly more: number;
  /** Not restricted by the words. */
  readonly freezes: readonly FreezeSpan[];
  readonly incidents: readonly EventRow[];
  /** The checks that turned bad on production, oldest first; at most 2,000. Absent from a server of 1.0. */
  readonly findings?: readonly BadReading[];
}

export interface StoryEvent extends EventRow {
  /** The address of the Slack message that caused it. */
  readonly message: string | null;
}

/** `GET /api/releases/:key`: the whole story. */
export interface StoryAnswer {
  readonly release: LoggedRelease;
  /** Oldest first. */
  readonly events: readonly StoryEvent[];
  readonly links: {
    /** A link for each ticket, in the order requested; for a page or a text, only that one. */
    readonly items: readonly { readonly key: string; readonly address: string | null }[];
    /** The thread of its card; null if the log does not know it. */
    readonly slack: string | null;
    /** Its workflow in Temporal's Web UI; null if that is not configured. */
    readonly temporal: string | null;
  };
}

/** `GET /api/suspects?at&component`: what changed before a moment, most likely first; at most 50. */
export interface SuspectsAnswer {
  readonly at: number;
  readonly suspects: readonly Suspect[];
  /** The number of further suspects that are left out. */
  readonly more: number;
}

/** `GET /api/statistics?since&until&component`, of at most 3,660 days. */
export type StatisticsAnswer = Statistics;

/** `GET /api/people?id…`: display names in Slack, by user ID. Unknown users are left out; without a Slack token, everyone is. */
export interface PeopleAnswer {
  readonly people: Readonly<Record<string, string>>;
}

/**
 * `GET /api/changes`, server-sent events: the data of each `change`. One comes at once; one whenever the log has grown, or the log or
 * Temporal is back, and another a little later; and one every few seconds without a log. After each the page requests its data again.
 */
export interface Change {
  /** The `seq` of the newest event in the log; null if there is none. */
  readonly seq: number | null;
}

/** The body of every error answer. */
export interface Problem {
  /** For people, in the configured language. */
  readonly problem: string;
}
