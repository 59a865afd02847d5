import type { RefusalIn } from './answer.ts';

/** Why a command reached no workflow. */
interface UnreachedFacts {
  /** No release of the ticket is open. */
  nothingOpen: { readonly ticket: string };
  /** This company releases nothing without a ticket. */
  needsTicket: object;
  /** The key belongs to a release without a ticket, so it cannot be listed among tickets. */
  noTicket: { readonly ticket: string };
  /** The component is unknown, or has no lock. */
  noLock: { readonly component: string };
  /** The coordinator of the component is not running. The reconciler restarts it. */
  lockAway: { readonly component: string };
}

export type Unreached = RefusalIn<UnreachedFacts>;
