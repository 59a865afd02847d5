import { askAgain, toHeld } from './locking.ts';
import { isEnd } from './stage.ts';
import type { ReleaseState } from './state.ts';

/** A release that was reset in Temporal does not know what became of its locks since: it asks. */
export function afterReset(state: ReleaseState): ReleaseState {
  if (isEnd(state.stage)) return state;
  const orders = toHeld(state, 'confirm');
  return askAgain({
    ...state,
    unconfirmed: orders.map(({ component }) => component),
    pendingOrders: [...state.pendingOrders, ...orders],
  });
}
