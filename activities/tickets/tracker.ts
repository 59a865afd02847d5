import type { Change, Ticket, Wanted } from '../../domain/signs/ticket.ts';

/** So many changes are read for a ticket. */
export const mostChanges = 20;

/** What a tracker says of a ticket. `reason` is one line in English, without a secret. */
export type Reading = { readonly outcome: 'found'; readonly ticket: Ticket } | Unread;

export type ChangeReading = { readonly outcome: 'found'; readonly change: Change } | Unread;

export type Unread =
  /** It is known to have no such ticket, by a credential that is known to work. */
  | { readonly outcome: 'unknown' }
  /** It is worth asking again; `retryAfterMs`: not before. */
  | { readonly outcome: 'cannotTell'; readonly reason: string; readonly retryAfterMs?: number }
  /** The same, until somebody mends the credential. */
  | { readonly outcome: 'badCredentials'; readonly reason: string };

export interface Tracker {
  /** The key's case does not matter. Reads at least `parts`; what it cannot read is named in the ticket. Throws nothing. */
  find(key: string, parts: ReadonlySet<Wanted>): Promise<Reading>;
  /** A pull or merge request by its key, where the tracker is one of code. */
  change?(key: string, parts: ReadonlySet<Wanted>): Promise<ChangeReading>;
}
