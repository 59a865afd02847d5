import { z } from 'zod';
import type { EventRow } from '../log/event-row.ts';
import { longestName } from './bounds.ts';

/** An event of a release on production, for one of its tickets. */
export interface TicketNews {
  /** The key. */
  readonly ticket: string;
  /** The row of the event in the log. */
  readonly row: EventRow;
}

const news = z.object({
  ticket: z.string().min(1).max(longestName),
  row: z.looseObject({ key: z.string(), at: z.number(), type: z.string(), facts: z.looseObject({}) }),
});

/**
 * Parses the payload of a signal; null if it is malformed. The row itself is not checked: it comes from us, and the log would refuse a bad
 * one.
 */
export const readTicketNews = (payload: unknown): TicketNews | null =>
  (news.safeParse(payload).data as TicketNews | undefined) ?? null;

/** What is done to a ticket for its news. */
export type WriteBackStep =
  | { readonly kind: 'deployment'; readonly environment: string }
  /** `from`: the status before. If the ticket has another one by now, we or somebody else moved it, and it is left alone. */
  | { readonly kind: 'transition'; readonly from: string; readonly to: string }
  | { readonly kind: 'comment' };

/** A workflow ID: one workflow per ticket, so that news are written in order. */
export const writeBackIdOf = (ticket: string): string => `write-back:${ticket}`;
