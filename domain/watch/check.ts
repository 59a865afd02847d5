/** What people configure to be watched of a component. Durations in ms. */
import { keysOf } from '../keys-of.ts';

/** Zabbix's own, from the least on. */
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

/** Beyond what a value is bad. Of `above` and `worseThanBefore` together, beyond both. Null: no such limit. */
export interface Bound {
  readonly above: number | null;
  readonly below: number | null;
  /** So many times what it was before the release started. */
  readonly worseThanBefore: number | null;
}

interface Named {
  /** Unique within its component. */
  readonly name: string;
  /** By its name in the configuration. */
  readonly source: string;
  /** So many looks in a row have to find it bad, or well again. */
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
  /** After the release has ended well; while it is on production, it is watched in any case. */
  readonly forMs: number;
  readonly everyMs: number;
  /** Whether it keeps its locks until it has passed. */
  readonly holdLock: boolean;
  readonly checks: readonly WatchCheck[];
}

/** Where values come from. A name that ends in `Env` is that of an environment variable with a secret in it; null: without. */
export type WatchSource = {
  /** Without a slash at its end. */
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
