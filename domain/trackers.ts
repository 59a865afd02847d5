import { ticketLink } from './command/ticket-key.ts';
import { matchesKey } from './key-pattern.ts';
import type { ToldOutside } from './told-outside.ts';

interface AnyTracker {
  /** Its name in the configuration. */
  readonly name: string;
  /** A pattern of its keys: see `matchesKey`. */
  readonly keys: string;
  /** The URLs of its tickets; the first is used for links. See `ticketLink`. */
  readonly addresses: readonly string[];
  /** What is written into its tickets when they are released. Absent: nothing. */
  readonly writeBack?: WriteBackSettings;
}

export interface WriteBackSettings {
  readonly comment: boolean;
  /** By event: the status that a ticket gets, or the Jira transition. */
  readonly transitions: Readonly<Partial<Record<ToldOutside, string>>>;
  /** The environment of GitHub deployments; null: none are created. */
  readonly environment: string | null;
}

/** Where tickets are. Fields that end in `Env` name environment variables of the worker that hold a secret; `url` has no trailing slash. */
export type TrackerSettings = AnyTracker &
  (
    | {
        readonly tracker: 'file';
        /** An absolute path. */
        readonly file: string;
      }
    | {
        readonly tracker: 'redmine' | 'gitea' | 'gitlab' | 'linear';
        readonly url: string;
        readonly tokenEnv: string;
      }
    | {
        readonly tracker: 'github';
        readonly url: string;
        /** Null: a GitHub App is used, by its ID and its private key in PEM. */
        readonly tokenEnv: string | null;
        readonly appId: string | null;
        /** Used if the ID is not in the configuration itself. */
        readonly appIdEnv: string | null;
        readonly privateKeyEnv: string | null;
      }
    | {
        readonly tracker: 'jira';
        readonly url: string;
        readonly tokenEnv: string;
        /** Null: the token belongs to a Data Center. */
        readonly userEnv: string | null;
        /** For a scoped token; null for other tokens. */
        readonly cloudId: string | null;
      }
    | HttpTrackerSettings
  );

export interface HttpTrackerSettings {
  readonly tracker: 'http';
  readonly url: string;
  /** Null: without a token. */
  readonly tokenEnv: string | null;
  /** The scheme before the token: `Bearer`. */
  readonly scheme: string;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  readonly projectPath: string | null;
  readonly mapping: TicketMapping;
}

/** A preset of `http`. */
export interface HttpPreset extends Pick<HttpTrackerSettings, 'path' | 'projectPath' | 'mapping' | 'scheme'> {
  /** Null: each company has its own. */
  readonly url: string | null;
  /** With `{url}` and `{key}`. */
  readonly link: string;
}

/** Expressions over `body`, the response of a tracker. */
export interface TicketMapping {
  readonly title: string;
  readonly url?: string | undefined;
  readonly project?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  /** `todo`, `in progress` or `done`. */
  readonly statusCategory?: string | undefined;
  readonly author?: string | undefined;
  readonly assignee?: string | undefined;
  readonly labels?: string | undefined;
  readonly components?: string | undefined;
  readonly text?: string | undefined;
  readonly pages?: string | undefined;
  /**
   * Yields a list of `{type, key, url, status, statusCategory}`, or of lists of them. If a link has `issue`, the expressions `status` and
   * `statusCategory` are evaluated on that, and their results take precedence over its own.
   */
  readonly links?: string | undefined;
  /** By name; or one expression that yields a map, or a list of `{name, value}`. */
  readonly fields?: string | Readonly<Record<string, string>> | undefined;
}

export type TrackerKind = TrackerSettings['tracker'];

/** The tracker that has a ticket; null if none does. */
export const trackerOf = (key: string, trackers: readonly TrackerSettings[]): TrackerSettings | null =>
  trackers.find(({ keys }) => matchesKey(key, keys)) ?? null;

/** The link to a ticket; null if no tracker has it. */
export function linkOfKey(key: string, trackers: readonly TrackerSettings[]): string | null {
  const [address] = trackerOf(key, trackers)?.addresses ?? [];
  return address === undefined ? null : ticketLink(key, address);
}

/** The URL templates of tickets. */
export const linkTemplatesOf = (trackers: readonly TrackerSettings[]): readonly string[] =>
  trackers.flatMap(({ addresses }) => addresses);
