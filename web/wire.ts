/**
 * What the server of the page answers, as JSON: the seam between `app.ts` and `page/`. Every route only reads. Instants are epoch ms, what is
 * not there is null. What is not as it should be has a `Problem` for its answer: 400 of a parameter, 401 of who has to sign in, 404 of what is
 * unknown, 503 where the log or Temporal does not answer. Commands go to `/api/v1`, as `docs/api.md` says. Imports nothing but types, so that a
 * browser may load it.
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

/** `GET /api/about`: what stays the same while a page is open. */
export interface About {
  readonly language: Language;
  /** An IANA zone: that in which times are told. */
  readonly timezone: string;
  readonly components: readonly {
    readonly name: string;
    readonly critical: boolean;
    readonly dependsOn: readonly string[];
    /** By the configuration, user groups among them; none where nobody may act here. */
    readonly approvers: readonly string[];
    readonly admins: readonly string[];
    /** Who may freeze and unlock it. */
    readonly operators: readonly string[];
  }[];
  /** Whether there is a log at all: without it the page shows the queue alone. */
  readonly logged: boolean;
  /** Who is signed in; null where nobody has to. */
  readonly user: { readonly id: string; readonly name: string } | null;
  /** As whom commands may be given here: who is signed in, or one of these; none: nobody may. */
  readonly actors: readonly string[];
}

/** Names who gives a command, in each request of the page to `/api/v1`. */
export const actorHeader = 'x-dobrobot-as';

/** An open release, as the list of them tells it. */
export type ShownRelease = Pick<
  ListedRelease,
  | ('key' | 'ticket' | 'tickets' | 'title' | 'url' | 'requester' | 'admin')
  | ('components' | 'stage' | 'since' | 'locks')
> & {
  /** What its charts show bad now, but for what somebody said not to be because of it. Absent: of a server of 1.0. */
  readonly bad?: readonly Omit<BadReading, 'releaseKey'>[];
};

/** `GET /api/queue`: how things stand now. */
export interface QueueAnswer {
  readonly at: number;
  /** Oldest first. */
  readonly releases: readonly ShownRelease[];
  /** Of the critical components, in the order of the configuration. */
  readonly locks: readonly LockView[];
  /** Critical components whose lock does not answer. */
  readonly silent: readonly string[];
}

/** What of a time `GET /api/timeline` shows; several `component`s are repeated. */
export interface Filter {
  /** Those that touch one of them; none: all. */
  readonly components: readonly string[];
  /** Words of ticket, title or reason, as somebody types them into a search field. */
  readonly words: string;
}

/** `GET /api/timeline?from&to&component…&words`: what there was in a time of at most 400 days, both ends included. */
export interface TimelineAnswer {
  readonly from: number;
  readonly to: number;
  /** Those that were open, the last to be asked for first; at most 2,000. */
  readonly releases: readonly LoggedRelease[];
  /** How many more there are that are not given. */
  readonly more: number;
  /** Whatever words are looked for. */
  readonly freezes: readonly FreezeSpan[];
  readonly incidents: readonly EventRow[];
  /** What turned bad on production, the oldest first; at most 2,000. Absent: of a server of 1.0. */
  readonly findings?: readonly BadReading[];
}

export interface StoryEvent extends EventRow {
  /** The message in Slack that caused it. */
  readonly message: string | null;
}

/** `GET /api/releases/:key`: the whole story. */
export interface StoryAnswer {
  readonly release: LoggedRelease;
  /** Oldest first. */
  readonly events: readonly StoryEvent[];
  readonly links: {
    /** Of each ticket, in the order in which they were asked for; of a page or a text, that one alone. */
    readonly items: readonly { readonly key: string; readonly address: string | null }[];
    /** The thread of its card; null where the log does not know it. */
    readonly slack: string | null;
    /** Its workflow in Temporal's Web UI; null where nobody said where that is. */
    readonly temporal: string | null;
  };
}

/** `GET /api/suspects?at&component`: what changed before a moment, most likely first; at most 50. */
export interface SuspectsAnswer {
  readonly at: number;
  readonly suspects: readonly Suspect[];
  /** How many more there are that are not given. */
  readonly more: number;
}

/** `GET /api/statistics?since&until&component`, of at most 3,660 days. */
export type StatisticsAnswer = Statistics;

/** `GET /api/people?id…`: what people are called in Slack, by user ID. Who is not known is left out, as is everyone where there is no token. */
export interface PeopleAnswer {
  readonly people: Readonly<Record<string, string>>;
}

/**
 * `GET /api/changes`, server-sent events: each `change` has this as its data. One comes at once, one whenever the log has grown, or the log or
 * Temporal came back, and once more a little later, and one every few seconds without a log; then the page asks anew for what it shows.
 */
export interface Change {
  /** Of the newest event in the log; null without one. */
  readonly seq: number | null;
}

/** The body of each answer that is no success. */
export interface Problem {
  /** For people, in the language of the page's configuration. */
  readonly problem: string;
}
