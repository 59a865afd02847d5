import { nobody } from '../messages/origin.ts';
import { configure, withWindows } from './freezes.ts';
import { orphanOrFree, enqueue, grantNext, markStarted, release, renew, freezesOf } from './lock-queue.ts';
import type { LockHolder, LockRequest, LockState } from './lock-queue.ts';
import type { HeldGrant, LockNews, LockOrder } from '../messages/lock-messages.ts';

/** A message from a coordinator to a release. */
export type AddressedNews = LockNews & {
  /** The workflow ID of the release. */
  readonly releaseId: string;
  /** It was sent before, and may have arrived and been acted on. */
  readonly again?: true;
};

export interface LockChange {
  readonly lock: LockState;
  readonly news: readonly AddressedNews[];
}

/** Carries out an order at `now` (epoch ms) and grants the lock to everyone whose turn has come. Pure. */
export function carryOutOrder(lock: LockState, order: LockOrder, now: number): LockChange {
  const obeyed = grantTurns(apply(lock, order, now), now);
  return {
    lock: obeyed.lock,
    news: [...obeyed.news, ...answers(lock, obeyed.lock, order), ...overtaken(lock, obeyed.lock, order)],
  };
}

/** Grants the lock to everyone whose turn it is and notifies them. If a window has ended, also sends everyone the windows to come. */
export function grantTurns(lock: LockState, now: number): LockChange {
  const current = withWindows(lock, now);
  const { lock: next, granted } = grantNext(current, now);
  const grants = granted.map((holder) => newsFor(next, holder, 'lockGranted'));
  return { lock: next, news: current === lock ? grants : [...tellFreezes(current), ...grants] };
}

function apply(lock: LockState, order: LockOrder, now: number): LockState {
  switch (order.type) {
    case 'acquire':
      return enqueue(lock, order.payload);
    case 'release':
      return release(lock, order.payload.requestId, order.payload.token);
    case 'started':
      return markStarted(lock, order.payload.requestId, order.payload.token, now);
    case 'renew':
      return renew(lock, order.payload.requestId, order.payload.token, now);
    case 'releaseGone':
      return orphanOrFree(lock, order.payload.releaseKey, order.payload.deploying);
    case 'configure':
      return configure(lock, order.payload, now);
    case 'askForWaiters':
    case 'confirm':
    case 'claim':
    case 'retire':
      return lock;
  }
}

function answers(before: LockState, lock: LockState, order: LockOrder): readonly AddressedNews[] {
  const holder = before.holders.find(
    (other) => 'requestId' in order.payload && other.requestId === order.payload.requestId,
  );
  switch (order.type) {
    case 'acquire': {
      const frozen = freezesOf(lock).length === 0 ? [] : [freezesFor(lock, order.payload.releaseId)];
      const gaveWay = before.holders
        .filter(({ token }) => !lock.holders.some((other) => other.token === token))
        .map((other) => preemption(lock, other, order.payload.ticket));
      // Asked again: the grant may not have arrived. A present freeze began after the grant, so it is sent after it.
      return holder === undefined
        ? [...gaveWay, ...frozen]
        : [{ ...newsFor(lock, holder, 'lockGranted'), again: true }, ...frozen];
    }
    case 'started':
      return holder?.token === order.payload.token ? [] : [unknownGrant(lock, order.payload)];
    case 'askForWaiters': {
      if (holder?.token !== order.payload.token) return [unknownGrant(lock, order.payload)];
      return lock.queue.length === 0 ? [] : [newsFor(lock, holder, 'turnAwaited')];
    }
    case 'confirm':
      return holder?.token === order.payload.token
        ? [freezesFor(lock, holder.releaseId), { ...newsFor(lock, holder, 'lockGranted'), again: true }]
        : [unknownGrant(lock, order.payload)];
    case 'renew': {
      // Asked again, it sends the token that it gave.
      const { requestId, token: asked } = order.payload;
      const renewed = lock.holders.find((other) => other.requestId === requestId);
      if (renewed === undefined) return [unknownGrant(lock, order.payload)];
      const { releaseId, token } = renewed;
      const payload = { component: lock.component, requestId, token, before: asked };
      return [{ type: 'renewed', releaseId, payload }];
    }
    case 'configure':
      return lock.settings === before.settings ? [] : tellFreezes(lock);
    default:
      return [];
  }
}

/**
 * Tells normal releases that they wait behind a hotfix approved after them: those that a new hotfix overtakes, or the release that just
 * queued.
 */
function overtaken(before: LockState, lock: LockState, order: LockOrder): readonly AddressedNews[] {
  if (order.type !== 'acquire') return [];
  const { requestId } = order.payload;
  const isIt = (request: LockRequest): boolean => request.requestId === requestId;
  const asBefore = before.queue.some((other) => isIt(other) && other.priority === order.payload.priority);
  if (asBefore || before.holders.some(isIt)) return [];
  const behind = lock.queue.filter((other) => isOvertaken(other, order.payload));
  const ahead = lock.queue.some(isIt)
    ? lock.queue.find((other) => isOvertaken(order.payload, other))
    : undefined;
  return [
    ...behind.map(({ releaseId }) => overtakingBy(lock, order.payload, releaseId)),
    ...(ahead === undefined ? [] : [overtakingBy(lock, ahead, order.payload.releaseId)]),
  ];
}

const isOvertaken = (one: LockRequest, by: LockRequest): boolean =>
  one.priority === 'normal' && by.priority === 'hotfix' && one.since < by.since;

const overtakingBy = (
  { component }: LockState,
  { ticket }: LockRequest,
  releaseId: string,
): AddressedNews => ({ type: 'overtaken', releaseId, payload: { component, by: ticket } });

/** A release that was reset may believe that it holds a lock that it does not hold. */
export const unknownGrant = (
  { component }: LockState,
  { releaseId, requestId, token }: HeldGrant,
): AddressedNews => ({
  type: 'lockLost',
  releaseId,
  payload: { component, requestId, token, ...nobody, reason: null },
});

/** The holder has not used the lock, and a release that is already on production needs it. */
const preemption = (
  { component }: LockState,
  { releaseId, requestId, token }: LockHolder,
  by: string,
): AddressedNews => ({ type: 'preempted', releaseId, payload: { component, requestId, token, by } });

/** Tells a release the present and coming freezes. */
const freezesFor = (lock: LockState, releaseId: string): AddressedNews => ({
  type: 'freezesTold',
  releaseId,
  payload: { component: lock.component, freezes: freezesOf(lock) },
});

/** Tells everyone who holds the lock or waits for it. */
export const tellFreezes = (lock: LockState): readonly AddressedNews[] =>
  [...lock.holders, ...lock.queue].map(({ releaseId }) => freezesFor(lock, releaseId));

const newsFor = (
  { component }: LockState,
  holder: LockHolder,
  type: 'lockGranted' | 'turnAwaited',
): AddressedNews => ({
  type,
  releaseId: holder.releaseId,
  payload: { component, requestId: holder.requestId, token: holder.token },
});
