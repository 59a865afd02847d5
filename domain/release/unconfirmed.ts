import type { LockGrant } from '../messages/lock-messages.ts';
import type { ReleaseState } from './state.ts';

/** Whether a release that was reset in Temporal still waits to hear of its locks. Until then it carries out no command. */
export const isUnsure = ({ locks, unconfirmed }: Pick<ReleaseState, 'locks' | 'unconfirmed'>): boolean =>
  locks.some(({ component, state }) => state === 'held' && unconfirmed.includes(component));

/** The coordinator confirms that the release has the lock. */
export const confirmed = (state: ReleaseState, { component }: LockGrant): ReleaseState => ({
  ...state,
  unconfirmed: state.unconfirmed.filter((other) => other !== component),
});
