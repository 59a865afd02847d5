import type { LockAnswer } from './lock-events.ts';
import { bury, enqueue, grantNext, markStarted, release, takeAway } from './lock-queue.ts';
import type { LockHolder, LockState } from './lock-queue.ts';
import type { Roles } from './release/commands.ts';
import type { LockCommand } from './release/payload.ts';
import type { LockNews, LockOrder } from './release/lock-messages.ts';

/** Something that a coordinator has to say to a release. */
export type AddressedNews = LockNews & {
  /** The workflow ID of the release. */
  readonly releaseId: string;
};

export interface Obeyed {
  readonly lock: LockState;
  readonly news: readonly AddressedNews[];
}

/** Carries out an order at `now` (epoch ms) and grants the lock to whose turn has come by it. Pure. */
export function obey(lock: LockState, order: LockOrder, now: number): Obeyed {
  const obeyed = grantTurns(apply(lock, order), now);
  return { lock: obeyed.lock, news: [...obeyed.news, ...answers(lock, obeyed.lock, order)] };
}

/** Grants the lock to all whose turn it is, and tells them. */
export function grantTurns(lock: LockState, now: number): Obeyed {
  const { lock: next, granted } = grantNext(lock, now);
  return { lock: next, news: granted.map((holder) => newsFor(next, holder, 'lockGranted')) };
}

/** Whether somebody may take the lock from its holders, and if not, why not. */
export function answerUnlock(lock: LockState, { reason }: LockCommand, roles: Roles): LockAnswer {
  if (!roles.approver && !roles.admin) return { code: 'notApproverOrAdmin' };
  if (lock.holders.length === 0) return { code: 'notHeld' };
  return reason === null ? { code: 'missingReason' } : { code: 'done' };
}

/** Takes the lock from its holders at the command of a person, tells them, and lets the next ones go. */
export function unlock(lock: LockState, { actor, reason, via }: LockCommand, now: number): Obeyed {
  const told = lock.holders.map(({ releaseId, requestId, token }): AddressedNews => {
    const payload = { component: lock.component, requestId, token, actor, reason: reason ?? '', via };
    return { type: 'lockLost', releaseId, payload };
  });
  const granted = grantTurns(takeAway(lock), now);
  return { lock: granted.lock, news: [...told, ...granted.news] };
}

function apply(lock: LockState, order: LockOrder): LockState {
  switch (order.type) {
    case 'acquire':
      return enqueue(lock, order.payload);
    case 'release':
      return release(lock, order.payload.requestId, order.payload.token);
    case 'started':
      return markStarted(lock, order.payload.requestId, order.payload.token);
    case 'releaseGone':
      return bury(lock, order.payload.releaseKey, order.payload.deploying);
    case 'askForWaiters':
    case 'claim':
      return lock;
  }
}

function answers(before: LockState, lock: LockState, order: LockOrder): readonly AddressedNews[] {
  if (order.type !== 'acquire' && order.type !== 'askForWaiters') return [];
  const holder = before.holders.find((other) => other.requestId === order.payload.requestId);
  if (holder === undefined) return [];
  // Asked for again: the grant may not have arrived.
  if (order.type === 'acquire') return [newsFor(lock, holder, 'lockGranted')];
  return lock.queue.length > 0 ? [newsFor(lock, holder, 'turnAwaited')] : [];
}

const newsFor = (
  { component }: LockState,
  holder: LockHolder,
  type: 'lockGranted' | 'turnAwaited',
): AddressedNews => ({
  type,
  releaseId: holder.releaseId,
  payload: { component, requestId: holder.requestId, token: holder.token },
});
