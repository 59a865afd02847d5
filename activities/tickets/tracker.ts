import type { Change, Ticket, TicketQuery } from '../../domain/signs/ticket.ts';

/** How many changes are read for a ticket. */
export const mostChanges = 20;

/** The result of reading a ticket. `reason` is one line in English, without secrets. */
export type TicketReading = { readonly outcome: 'found'; readonly ticket: Ticket } | Unread;

export type ChangeReading = { readonly outcome: 'found'; readonly change: Change } | Unread;

export type Unread =
  /** There is no such ticket, and the credential is known to work. */
  | { readonly outcome: 'unknown' }
  /** A retry may help, but not before `retryAfterMs`. */
  | { readonly outcome: 'cannotTell'; readonly reason: string; readonly retryAfterMs?: number }
  /** A retry may help once somebody has fixed the credential. */
  | { readonly outcome: 'badCredentials'; readonly reason: string };

export interface Tracker {
  /** The key is case-insensitive. Reads at least `parts`; the ticket names those that cannot be read. Never throws. */
  find(key: string, parts: ReadonlySet<TicketQuery>): Promise<TicketReading>;
  /** Reads a pull or merge request by its key. Absent if the tracker hosts no code. */
  change?(key: string, parts: ReadonlySet<TicketQuery>): Promise<ChangeReading>;
}
