import { nobody } from '../messages/origin.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import type { KeyTaken } from './subject.ts';

/** Ends a release before anybody but its requester hears of it: another open release has one of its keys. */
export const endAsTaken = (state: ReleaseState, taken: KeyTaken, now: number): ReleaseState =>
  enter(record(state, now, nobody, 'keyTaken', { ...taken }), 'cancelled', now);
