/**
 * The queue of one critical component as a pure function: who holds its lock, who waits, who is next.
 *
 * Invariants: an exclusive holder is alone; grants follow the queue strictly from its head, so a shared request never
 * passes an exclusive one that waits before it; tokens only grow. Every operation is idempotent, because signals may arrive twice.
 */
import type { LockMode } from '../components.ts';
import { inForce } from './freeze.ts';
import type { Freeze } from './freeze.ts';
import { noSettings } from './lock-settings.ts';
import type { LockSettings } from './lock-settings.ts';

export type Priority = 'normal' | 'hotfix';

export interface LockRequest {
  /** Unique for each time that a release queues up. Identifies the request in everything below. */
  readonly requestId: string;
  /** Identifies the release among all that its ticket ever had. */
  readonly releaseKey: string;
  /** The workflow ID of the release. */
  readonly releaseId: string;
  readonly ticket: string;
  readonly mode: LockMode;
  readonly priority: Priority;
  /** Its place in line, epoch ms: when it was approved, or when it lost an unused turn. */
  readonly since: number;
  /** An override lets it pass freezes. */
  readonly passesFreeze: boolean;
  /**
   * The release is already on production, for example because a new configuration demands another lock. It goes ahead of all that are not.
   */
  readonly onProduction: boolean;
  /** When it went to production, epoch ms. Absent: it has not, or did with a worker before 1.2. */
  readonly startedAt?: number | undefined;
}

export interface LockHolder extends LockRequest {
  /** The fencing token of this grant. */
  readonly token: number;
  /** When it was granted, epoch ms. */
  readonly grantedAt: number;
  /** Whether it is on production. */
  readonly started: boolean;
  /** Its release ended on production without freeing the lock; only `unlock` frees it. */
  readonly orphan: boolean;
}

export interface LockState {
  readonly component: string;
  readonly lastToken: number;
  readonly holders: readonly LockHolder[];
  /** In the order of their turns. */
  readonly queue: readonly LockRequest[];
  /** Set by people. */
  readonly freezes: readonly Freeze[];
  /** The release keys of the latest orphans that the lock was taken from, oldest first: they must not come back. */
  readonly unlocked: readonly string[];
  /** Set by the configuration: the next windows of `settings`, as last worked out. */
  readonly windows: readonly Freeze[];
  readonly settings: LockSettings;
}

/** All freezes of a component, in force or to come, by people and by the configuration. */
export const freezesOf = ({ freezes, windows }: LockState): readonly Freeze[] => [...freezes, ...windows];

/** Whether nobody needs the lock: no holder, no queue, and no freeze by a person. `now` in epoch ms. */
export const isUnused = ({ holders, queue, freezes }: LockState, now: number): boolean =>
  holders.length + queue.length + inForce(freezes, now).length === 0;

const unlockedKept = 50;

export const emptyLock = (component: string): LockState => ({
  component,
  lastToken: 0,
  holders: [],
  queue: [],
  freezes: [],
  unlocked: [],
  windows: [],
  settings: noSettings,
});

const rank: Readonly<Record<Priority, number>> = { hotfix: 0, normal: 1 };

const byTurn = (a: LockRequest, b: LockRequest): number =>
  Number(b.onProduction) - Number(a.onProduction) ||
  rank[a.priority] - rank[b.priority] ||
  a.since - b.since ||
  (a.requestId < b.requestId ? -1 : 1);

/**
 * Puts a request in line. Replaces the same request if it is already waiting, since it may have become a hotfix or may now pass freezes. A
 * request from a release on production displaces incompatible holders that have not started.
 */
export function enqueue(lock: LockState, request: LockRequest): LockState {
  if (lock.holders.some(({ requestId }) => requestId === request.requestId)) return lock;
  const others = lock.queue.filter(({ requestId }) => requestId !== request.requestId);
  const holders = request.onProduction
    ? lock.holders.filter((holder) => holder.started || compatible([holder], request.mode))
    : lock.holders;
  const ahead = others.findLastIndex((other) => byTurn(other, request) < 0) + 1;
  return { ...lock, holders, queue: others.toSpliced(ahead, 0, request) };
}

const compatible = (holders: readonly LockHolder[], mode: LockMode): boolean =>
  holders.length === 0 || (mode === 'shared' && holders.every((holder) => holder.mode === 'shared'));

/** The head of the queue. While the component is frozen, the first request that may pass the freeze. */
const nextInLine = (lock: LockState, now: number): LockRequest | undefined =>
  inForce(freezesOf(lock), now).length === 0
    ? lock.queue[0]
    : lock.queue.find(({ passesFreeze, onProduction }) => passesFreeze || onProduction);

/**
 * Grants the lock to everyone whose turn it is at `now` (epoch ms). A token is at least the time in ms, so that tokens grow even if a
 * coordinator has forgotten the last one.
 */
export function grantNext(lock: LockState, now: number): { lock: LockState; granted: readonly LockHolder[] } {
  const next = nextInLine(lock, now);
  if (next === undefined || !compatible(lock.holders, next.mode)) return { lock, granted: [] };
  const token = Math.max(lock.lastToken + 1, now);
  const queue = lock.queue.filter((request) => request !== next);
  const holder: LockHolder = { ...next, token, grantedAt: now, started: next.onProduction, orphan: false };
  const rest = grantNext({ ...lock, lastToken: token, holders: [...lock.holders, holder], queue }, now);
  return { lock: rest.lock, granted: [holder, ...rest.granted] };
}

/**
 * Without a token: withdraws the request, granted or not. With a token: returns a grant nobody waited for. A holder that has started is not
 * freed: whoever returns its grant has forgotten (a reset).
 */
export function release(lock: LockState, requestId: string, token: number | null): LockState {
  const stays = (holder: LockHolder): boolean =>
    holder.requestId !== requestId || (token !== null && (holder.token !== token || holder.started));
  return {
    ...lock,
    holders: lock.holders.filter(stays),
    queue: token === null ? lock.queue.filter((request) => request.requestId !== requestId) : lock.queue,
  };
}

/** Notes that the holder of exactly this grant is on production. `now` in epoch ms. */
export function markStarted(lock: LockState, requestId: string, token: number, now: number): LockState {
  const holders = lock.holders.map((holder) =>
    holder.requestId === requestId && holder.token === token && !holder.started
      ? { ...holder, started: true, startedAt: now }
      : holder,
  );
  return { ...lock, holders };
}

/** Gives the holder of exactly this grant a new token, so that the old one no longer permits anything. `now` in epoch ms. */
export function renew(lock: LockState, requestId: string, token: number, now: number): LockState {
  const isIt = (holder: LockHolder) => holder.requestId === requestId && holder.token === token;
  if (!lock.holders.some(isIt)) return lock;
  const lastToken = Math.max(lock.lastToken + 1, now);
  const holders = lock.holders.map((holder) => (isIt(holder) ? { ...holder, token: lastToken } : holder));
  return { ...lock, lastToken, holders };
}

/**
 * A release ended without freeing its lock. Withdraws its requests and frees what it held. If it was on production, it keeps its lock as an
 * orphan, since its code may be half deployed. `deploying` null: unknown, so the lock's own record decides.
 */
export function orphanOrFree(lock: LockState, releaseKey: string, deploying: boolean | null): LockState {
  const left = (holder: LockHolder): readonly LockHolder[] => {
    if (holder.releaseKey !== releaseKey) return [holder];
    return (deploying ?? holder.started) ? [{ ...holder, started: true, orphan: true }] : [];
  };
  return {
    ...lock,
    holders: lock.holders.flatMap(left),
    queue: lock.queue.filter((request) => request.releaseKey !== releaseKey),
  };
}

/** Takes the lock from all its holders. */
export function takeAway(lock: LockState): LockState {
  const orphans = lock.holders.filter(({ orphan }) => orphan).map(({ releaseKey }) => releaseKey);
  return { ...lock, holders: [], unlocked: [...lock.unlocked, ...orphans].slice(-unlockedKept) };
}

/** What an open release tells a coordinator that has to begin anew. */
export interface LockClaim {
  readonly request: LockRequest;
  /** Null while it waits. */
  readonly token: number | null;
  readonly started: boolean;
}

/** The claim as a release shows it to the reconciler. */
export interface ShownClaim extends LockClaim {
  /** False after a reset in Temporal, until the lock has confirmed that the release holds it. */
  readonly confirmed: boolean;
}

/** Rebuilds the lock of a lost coordinator from the claims of releases and the known orphans. `now` in epoch ms. */
export function rebuild(
  component: string,
  claims: readonly LockClaim[],
  orphans: readonly LockHolder[],
  now: number,
): LockState {
  const held = claims.flatMap(({ request, token, started }): LockHolder[] =>
    // A token is the time of its grant, or slightly more.
    token === null ? [] : [{ ...request, token, started, grantedAt: Math.min(token, now), orphan: false }],
  );
  const waiting = claims.filter(({ token }) => token === null).map(({ request }) => request);
  return waiting.reduce(enqueue, addOrphans({ ...emptyLock(component), holders: held }, orphans));
}

/** Adds orphans. Skips releases that it already has as holders, and those that the lock was taken from. */
export function addOrphans(lock: LockState, orphans: readonly LockHolder[]): LockState {
  const isNew = ({ releaseKey }: LockHolder) =>
    !lock.unlocked.includes(releaseKey) && !lock.holders.some((holder) => holder.releaseKey === releaseKey);
  const all = [...lock.holders, ...orphans.filter(isNew)];
  const lastToken = Math.max(lock.lastToken, ...all.map(({ token }) => token));
  return { ...lock, holders: latest(all), lastToken };
}

/** Of holders that exclude each other, keeps the latest. The others lost the lock and have not heard of it. */
function latest(holders: readonly LockHolder[]): readonly LockHolder[] {
  const kept: LockHolder[] = [];
  for (const holder of [...holders].sort((a, b) => b.token - a.token)) {
    if (compatible(kept, holder.mode)) kept.unshift(holder);
  }
  return kept;
}
