import { ticketLink } from './command/ticket-key.ts';
import { isTaken } from './key-pattern.ts';
import type { ToldOutside } from './told-outside.ts';

interface AnyTracker {
  /** As the configuration calls it. */
  readonly name: string;
  /** A pattern of the keys that it has: see `isTaken`. */
  readonly keys: string;
  /** How its tickets' addresses look; the first is the one that is linked. See `ticketLink`. Empty: they have none. */
  readonly addresses: readonly string[];
  /** What is written into its tickets when they are released. Absent: nothing. */
  readonly writeBack?: WriteBackSettings;
}

export interface WriteBackSettings {
  readonly comment: boolean;
  /** By what happened: the status to which a ticket goes, or the transition of Jira. */
  readonly transitions: Readonly<Partial<Record<ToldOutside, string>>>;
  /** Of the deployments of GitHub; null: there are none. */
  readonly environment: string | null;
}

/** Where tickets are. A name that ends in `Env` is that of an environment variable of the worker with a secret in it; `url` has no slash at its end. */
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
        /** Null: by a GitHub App, its ID and its private key in PEM. */
        readonly tokenEnv: string | null;
        readonly appId: string | null;
        /** Where the ID is not in the configuration itself. */
        readonly appIdEnv: string | null;
        readonly privateKeyEnv: string | null;
      }
    | {
        readonly tracker: 'jira';
        readonly url: string;
        readonly tokenEnv: string;
        /** Null: the token is one of a data center. */
        readonly userEnv: string | null;
        /** Of a token with scopes; null for other tokens. */
        readonly cloudId: string | null;
      }
    | HttpTrackerSettings
  );

export interface HttpTrackerSettings {
  readonly tracker: 'http';
  readonly url: string;
  /** Null: without a token. */
  readonly tokenEnv: string | null;
  /** What stands before the token: `Bearer`. */
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
  /** Null: every company has its own. */
  readonly url: string | null;
  /** With `{url}` and `{key}`. */
  readonly link: string;
}

/** Expressions over `body`, the answer of a tracker. */
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
  /** One that gives a list of `{type, key, url, status, statusCategory}`, or of lists of them. In `issue` may stand what `status` and `statusCategory` of a ticket are read from, in place of these. */
  readonly links?: string | undefined;
  /** By names; or one that gives a map, or a list of `{name, value}`. */
  readonly fields?: string | Readonly<Record<string, string>> | undefined;
}

export type TrackerKind = TrackerSettings['tracker'];

/** The tracker that has a ticket; null if none does. */
export const trackerOf = (key: string, trackers: readonly TrackerSettings[]): TrackerSettings | null =>
  trackers.find(({ keys }) => isTaken(key, keys)) ?? null;

/** Where a ticket is; null if no tracker has it, or that one has no addresses. */
export function linkOfKey(key: string, trackers: readonly TrackerSettings[]): string | null {
  const [address] = trackerOf(key, trackers)?.addresses ?? [];
  return address === undefined ? null : ticketLink(key, address);
}

/** How the addresses of tickets look. */
export const linkTemplatesOf = (trackers: readonly TrackerSettings[]): readonly string[] =>
  trackers.flatMap(({ addresses }) => addresses);
