import type { Configurations } from '../configurations.ts';
import type { LockHolder, LockState } from '../lock/lock-queue.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Numbers } from '../release/numbers.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { WatchShown } from '../watch/shown.ts';

/** Search attributes, with the type under which each is registered. */
export const searchAttributes = {
  DobroTicket: 'KEYWORD',
  DobroTickets: 'KEYWORD_LIST',
  DobroStage: 'KEYWORD',
  DobroRequester: 'KEYWORD',
  DobroComponents: 'KEYWORD_LIST',
} as const;

/**
 * What a list of releases tells of each, without a query.
 * One field of the memo holds all of it: Temporal drops fields of a memo that are null.
 */
export interface ReleaseMemo {
  readonly release: ListedRelease;
}

export interface ListedRelease
  extends
    Pick<ReleaseState, 'key' | 'title' | 'url' | 'requester' | 'admin' | 'components' | 'stage' | 'since'>,
    Pick<ReleaseState, 'locks' | 'neededLocks' | 'aliases'>,
    Pick<ReleaseSummary, 'ticket' | 'tickets' | 'cannotVote' | 'approvals'> {
  /** Components of which it does not need the lock any more, and whose coordinators it has not told yet. */
  readonly lettingGo: readonly string[];
}

/** The memo of an alias: which release has its key. */
export interface AliasMemo {
  readonly alias: {
    /** The key of that release, by which people know it. */
    readonly of: string;
    /** What names it among all of that key. */
    readonly release: string;
  };
}

/** The memo of a counter: what the one after it goes on from, should it be terminated. */
export interface CounterMemo {
  readonly counter: Numbers;
}

/** The memo of the workflow that knows which configuration runs. */
export interface ConfigurationMemo {
  readonly configurations: Configurations;
}

/** The memo of what watches a release. */
export interface WatchMemo {
  readonly watch: WatchShown;
}

/** The memo of a coordinator: what nobody but it knows, for the reconciler and the one that comes after it. */
export interface LockMemo {
  readonly lock: Pick<LockState, 'freezes' | 'unlocked'> & {
    readonly orphans: readonly LockHolder[];
    /** Of the settings that it has. */
    readonly settingsVersion: string;
  };
}
