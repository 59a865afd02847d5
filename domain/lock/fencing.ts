import { lifecycle } from '../release/lifecycle.ts';
import type { ReleaseStatus } from '../release/status.ts';
import type { LockView } from './lock-view.ts';

export type Holder = LockView['holders'][number];

/** The holder with this fencing token, or null. */
export const holderBy = ({ holders }: Pick<LockView, 'holders'>, token: number): Holder | null =>
  holders.find((holder) => holder.token === token) ?? null;

/** Whether a release may change what a lock protects, given the token of its grant: it is its turn, or it is on production. */
export const isItsTurn = (
  { stage, locks }: Pick<ReleaseStatus, 'stage' | 'locks'>,
  component: string,
  token: number,
): boolean =>
  lifecycle[stage].locks === 'holds' &&
  locks.some((lock) => lock.component === component && lock.state === 'held' && lock.token === token);
