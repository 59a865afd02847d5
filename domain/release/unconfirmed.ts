import type { LockGrant } from '../messages/lock-messages.ts';
import type { ReleaseState } from './state.ts';

/** A release that was reset in Temporal has to hear of its locks before it obeys anybody. */
export const isUnsure = ({ locks, unconfirmed }: Pick<ReleaseState, 'locks' | 'unconfirmed'>): boolean =>
  locks.some(({ component, state }) => state === 'held' && unconfirmed.includes(component));

/** The coordinator says that it has the lock. */
export const confirmed = (state: ReleaseState, { component }: LockGrant): ReleaseState => ({
  ...state,
  unconfirmed: state.unconfirmed.filter((other) => other !== component),
});
