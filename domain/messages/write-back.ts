import type { EventRow } from '../log/event-row.ts';

/** Something that a release did on production, for one of its tickets. */
export interface TicketNews {
  /** The key. */
  readonly ticket: string;
  /** As the log has it. */
  readonly row: EventRow;
}

/** What is done to a ticket for it. */
export type WriteBackStep =
  | { readonly kind: 'deployment'; readonly environment: string }
  /** `from`: the status before. A ticket that has another one since was moved, by us or by somebody else, and is left alone. */
  | { readonly kind: 'transition'; readonly from: string; readonly to: string }
  | { readonly kind: 'comment' };

/** A workflow ID: a ticket is told in order, by one. */
export const writeBackIdOf = (ticket: string): string => `write-back:${ticket}`;
