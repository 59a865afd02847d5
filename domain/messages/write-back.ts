import { z } from 'zod';
import type { EventRow } from '../log/event-row.ts';
import { longestName } from './bounds.ts';

/** Something that a release did on production, for one of its tickets. */
export interface TicketNews {
  /** The key. */
  readonly ticket: string;
  /** As the log has it. */
  readonly row: EventRow;
}

const news = z.object({
  ticket: z.string().min(1).max(longestName),
  row: z.looseObject({ key: z.string(), at: z.number(), type: z.string(), facts: z.looseObject({}) }),
});

/** Reads what came with a signal; null if it is malformed. The row is one of ours, which the log would refuse if it were not. */
export const readTicketNews = (payload: unknown): TicketNews | null =>
  (news.safeParse(payload).data as TicketNews | undefined) ?? null;

/** What is done to a ticket for it. */
export type WriteBackStep =
  | { readonly kind: 'deployment'; readonly environment: string }
  /** `from`: the status before. A ticket that has another one since was moved, by us or by somebody else, and is left alone. */
  | { readonly kind: 'transition'; readonly from: string; readonly to: string }
  | { readonly kind: 'comment' };

/** A workflow ID: a ticket is told in order, by one. */
export const writeBackIdOf = (ticket: string): string => `write-back:${ticket}`;
