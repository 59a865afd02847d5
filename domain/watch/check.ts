/** What the configuration has watched for a component. Durations in ms. */
import { keysOf } from '../keys-of.ts';

/** Zabbix's severities, lowest first. */
export const severities = {
  'not classified': 0,
  information: 1,
  warning: 2,
  average: 3,
  high: 4,
  disaster: 5,
} as const;
export type Severity = keyof typeof severities;
export const severityNames = keysOf(severities);

/** The limits beyond which a value is bad. With both `above` and `worseThanBefore`, it has to exceed both. Null: no such limit. */
export interface Bound {
  readonly above: number | null;
  readonly below: number | null;
  /** A multiple of the value before the release started. */
  readonly worseThanBefore: number | null;
}

interface Named {
  /** Unique within its component. */
  readonly name: string;
  /** The name of its source in the configuration. */
  readonly source: string;
  /** How many polls in a row have to find it bad, or well again. */
  readonly times: number;
}

export type WatchCheck = Named &
  (
    | { readonly kind: 'prometheus'; readonly query: string; readonly bound: Bound }
    | { readonly kind: 'zabbix'; readonly group: string; readonly severity: Severity }
    | {
        readonly kind: 'sentry';
        readonly project: string;
        readonly environment: string | null;
        readonly bound: Bound;
      }
  );

export interface ComponentWatch {
  /** How long it is watched after the release has finished. On production it is always watched. */
  readonly forMs: number;
  readonly everyMs: number;
  /** Whether the release keeps its locks until the watch has passed. */
  readonly holdLock: boolean;
  readonly checks: readonly WatchCheck[];
}

/** Where values come from. A field that ends in `Env` names the environment variable of a secret; null: none. */
export type WatchSource = {
  /** Without a trailing slash. */
  readonly url: string;
  readonly tokenEnv: string | null;
} & (
  | {
      readonly kind: 'prometheus';
      readonly userEnv: string | null;
      readonly passwordEnv: string | null;
      /** Such as `X-Scope-OrgID`, which names a tenant. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'zabbix' }
  | { readonly kind: 'sentry'; readonly organization: string }
);
