import { lifecycle } from '../release/lifecycle.ts';
import type { ReleaseStatus } from '../release/status.ts';
import type { LockView } from './lock-view.ts';

export type Holder = LockView['holders'][number];

/** Whoever holds a lock by this fencing token; null if nobody does. */
export const holderBy = ({ holders }: Pick<LockView, 'holders'>, token: number): Holder | null =>
  holders.find((holder) => holder.token === token) ?? null;

/** Whether a release may change what a lock is for, by the token with which it holds it: it is on production, or it is its turn. */
export const isItsTurn = (
  { stage, locks }: Pick<ReleaseStatus, 'stage' | 'locks'>,
  component: string,
  token: number,
): boolean =>
  lifecycle[stage].locks === 'holds' &&
  locks.some((lock) => lock.component === component && lock.state === 'held' && lock.token === token);
