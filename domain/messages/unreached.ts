import type { RefusalIn } from './answer.ts';

/** Why a command reached no workflow. */
interface UnreachedFacts {
  /** No release of the ticket is open. */
  nothingOpen: { readonly ticket: string };
  /** Here nothing is released without a ticket. */
  needsTicket: object;
  /** The key is that of a release without a ticket, and cannot stand among tickets. */
  noTicket: { readonly ticket: string };
  /** Nobody knows the component, or it has no lock. */
  noLock: { readonly component: string };
  /** The coordinator of the component is away. It comes back by itself. */
  lockAway: { readonly component: string };
}

export type Unreached = RefusalIn<UnreachedFacts>;
