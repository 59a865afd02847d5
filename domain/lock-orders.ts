import { enqueue, grantNext, markStarted, release } from './lock-queue.ts';
import type { LockHolder, LockState } from './lock-queue.ts';
import type { LockGrant, LockOrder } from './release/lock-messages.ts';

/** Something that a coordinator has to say to a release: the signal of that name to its workflow. */
export interface LockNews {
  readonly type: 'lockGranted' | 'turnAwaited';
  /** The workflow ID of the release. */
  readonly releaseId: string;
  readonly grant: LockGrant;
}

/** Carries out an order at `now` (epoch ms) and grants the lock to whose turn has come by it. Pure. */
export function obey(
  lock: LockState,
  order: LockOrder,
  now: number,
): { lock: LockState; news: readonly LockNews[] } {
  const { lock: next, granted } = grantNext(apply(lock, order), now);
  const news = granted.map((holder) => newsFor(next, holder, 'lockGranted'));
  return { lock: next, news: [...news, ...answers(lock, next, order)] };
}

function apply(lock: LockState, order: LockOrder): LockState {
  switch (order.type) {
    case 'acquire':
      return enqueue(lock, order.payload);
    case 'release':
      return release(lock, order.payload.requestId, order.payload.token);
    case 'started':
      return markStarted(lock, order.payload.requestId, order.payload.token);
    case 'askForWaiters':
      return lock;
  }
}

function answers(before: LockState, lock: LockState, order: LockOrder): readonly LockNews[] {
  const holder = before.holders.find((other) => other.requestId === order.payload.requestId);
  if (holder === undefined) return [];
  // Asked for again: the grant may not have arrived.
  if (order.type === 'acquire') return [newsFor(lock, holder, 'lockGranted')];
  return order.type === 'askForWaiters' && lock.queue.length > 0
    ? [newsFor(lock, holder, 'turnAwaited')]
    : [];
}

const newsFor = ({ component }: LockState, holder: LockHolder, type: LockNews['type']): LockNews => ({
  type,
  releaseId: holder.releaseId,
  grant: { component, requestId: holder.requestId, token: holder.token },
});
