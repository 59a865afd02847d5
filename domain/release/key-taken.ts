import { nobody } from '../messages/origin.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';

/** A key that belongs to another open release. */
export interface KeyTaken {
  /** Of a ticket, or the address of a page. */
  readonly key: string;
  /** The key of the release that has it. */
  readonly by: string;
  /** Null as long as that release does not tell. */
  readonly requester: string | null;
}

/** Ends a release before anybody but its requester hears of it: what it is of is being released already. */
export const endAsTaken = (state: ReleaseState, taken: KeyTaken, now: number): ReleaseState =>
  enter(record(state, now, nobody, 'keyTaken', { ...taken }), 'cancelled', now);
