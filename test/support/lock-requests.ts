import { carryOutOrder } from '../../domain/lock/orders.ts';
import type { LockRequest, LockState } from '../../domain/lock/lock-queue.ts';

/** The request of a release named after its ticket; `since` in epoch ms. */
export const lockRequest = (ticket: string, since: number, over: Partial<LockRequest> = {}): LockRequest => ({
  requestId: `${ticket}:1`,
  releaseKey: ticket,
  releaseId: `release:${ticket}`,
  ticket,
  mode: 'exclusive',
  priority: 'normal',
  since,
  passesFreeze: false,
  onProduction: false,
  ...over,
});

export const acquire = (lock: LockState, asked: LockRequest, now: number) =>
  carryOutOrder(lock, { type: 'acquire', payload: asked }, now);
