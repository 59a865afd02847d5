import type { Configurations } from '../configurations.ts';
import type { LockHolder, LockState } from '../lock/lock-queue.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Numbers } from '../release/numbers.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { WatchShown } from '../watch/shown.ts';

/** The search attributes, with the type that each is registered as. */
export const searchAttributes = {
  DobroTicket: 'KEYWORD',
  DobroTickets: 'KEYWORD_LIST',
  DobroStage: 'KEYWORD',
  DobroRequester: 'KEYWORD',
  DobroComponents: 'KEYWORD_LIST',
} as const;

/**
 * What a visibility list shows of a release, without a query. It is all in one field of the memo because Temporal drops memo fields that
 * are null.
 */
export interface ReleaseMemo {
  readonly release: ListedRelease;
}

export interface ListedRelease
  extends
    Pick<ReleaseState, 'key' | 'title' | 'url' | 'requester' | 'admin' | 'components' | 'stage' | 'since'>,
    Pick<ReleaseState, 'locks' | 'neededLocks' | 'aliases'>,
    Pick<ReleaseSummary, 'ticket' | 'tickets' | 'cannotVote' | 'approvals'> {
  /** Components whose lock it no longer needs, but whose coordinators it has yet to tell. */
  readonly lettingGo: readonly string[];
}

export interface AliasMemo {
  readonly alias: {
    /** The key of the release, as people know it. */
    readonly of: string;
    /** What distinguishes it from other releases of that key. */
    readonly release: string;
  };
}

/** The memo of a counter, from which the next one goes on if this one is terminated. */
export interface CounterMemo {
  readonly counter: Numbers;
}

export interface ConfigurationMemo {
  readonly configurations: Configurations;
}

export interface WatchMemo {
  readonly watch: WatchShown;
}

/** The memo of a coordinator: what nobody else knows, for the reconciler and for the coordinator that follows it. */
export interface LockMemo {
  readonly lock: Pick<LockState, 'freezes' | 'unlocked'> & {
    readonly orphans: readonly LockHolder[];
    /** The version of the settings that it has. */
    readonly settingsVersion: string;
  };
}
