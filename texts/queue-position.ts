import type { ReleaseSummary } from '../domain/release/status.ts';
import { linkedTicket } from './ticket.ts';
import type { TextContext } from './facts.ts';

/** A release's place in the queue for a lock. Tickets are markup. */
export interface QueuePosition {
  readonly component: string;
  /** From 1; null if the lock does not say. */
  readonly position: number | null;
  readonly holders: readonly { readonly ticket: string; readonly started: boolean }[];
  readonly ahead: readonly string[];
}

/** Null if it does not wait for a lock. */
export function queuePosition(release: ReleaseSummary, around: TextContext): QueuePosition | null {
  const component = release.locks.find((claim) => claim.state === 'waiting')?.component;
  if (component === undefined) return null;
  const lock = around.locks.find((view) => view.component === component);
  const position = lock?.queue.find((waiter) => waiter.ticket === release.ticket)?.position;
  if (lock === undefined || position === undefined) {
    return { component, position: null, holders: [], ahead: [] };
  }
  return {
    component,
    position,
    holders: lock.holders.map(({ ticket, started }) => ({ ticket: linkedTicket(ticket, around), started })),
    ahead: lock.queue
      .filter((waiter) => waiter.position < position)
      .map(({ ticket }) => linkedTicket(ticket, around)),
  };
}
