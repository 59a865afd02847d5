import { freezesOf } from './lock-queue.ts';
import { inForce } from './freeze.ts';
import type { CalendarSource, Freeze } from './freeze.ts';
import type { LockMode } from '../components.ts';
import { iso } from '../iso.ts';
import { withWindows } from './freezes.ts';
import type { LockState, Priority } from './lock-queue.ts';

/** What the query `state` of a coordinator returns. Instants are ISO 8601 in UTC. */
export interface LockView {
  readonly component: string;
  /** Present only while a new or reset coordinator asks the open releases who holds the lock. */
  readonly rebuilding?: true;
  readonly holders: readonly {
    readonly releaseId: string;
    readonly ticket: string;
    readonly mode: LockMode;
    readonly token: number;
    /** When it went to production; before that, when it was granted. */
    readonly since: string;
    readonly started: boolean;
    /** Present only if its release ended on production without freeing the lock: `unlock` frees it. */
    readonly orphan?: true;
  }[];
  readonly queue: readonly {
    readonly releaseId: string;
    readonly ticket: string;
    readonly mode: LockMode;
    readonly priority: Priority;
    /** From 1. */
    readonly position: number;
    readonly since: string;
  }[];
  readonly freezes: readonly FreezeView[];
}

/** A freeze in force. */
export interface FreezeView {
  readonly reason: string;
  /** A Slack user ID, or `byConfiguration`. */
  readonly by: string;
  /** Null until somebody lifts it. */
  readonly until: string | null;
  /** Present only if it is an event of a calendar. */
  readonly event?: CalendarSource | undefined;
}

export const freezeView = ({ reason, by, until, event }: Freeze): FreezeView => ({
  reason,
  by,
  until: until === null ? null : iso(until),
  ...(event && { event }),
});

/** The inverse of `freezeView`. */
export const freezeShown = ({ until, ...freeze }: FreezeView): Freeze => ({
  ...freeze,
  from: null,
  until: until === null ? null : Date.parse(until),
});

/** `now` is epoch ms. */
export function viewOf(lock: LockState, now: number): LockView {
  const { component, holders, queue } = lock;
  return {
    component,
    holders: holders.map(({ releaseId, ticket, mode, token, grantedAt, startedAt, started, orphan }) => ({
      releaseId,
      ticket,
      mode,
      token,
      since: iso(startedAt ?? grantedAt),
      started,
      ...(orphan ? { orphan } : {}),
    })),
    queue: queue.map(({ releaseId, ticket, mode, priority, since }, index) => ({
      releaseId,
      ticket,
      mode,
      priority,
      position: index + 1,
      since: iso(since),
    })),
    freezes: inForce(freezesOf(withWindows(lock, now)), now).map(freezeView),
  };
}
