import type { Finding } from './finding.ts';
import type { PageReading } from './page.ts';
import type { Ticket } from './ticket.ts';

/** What conditions look at. */
export interface Known {
  readonly ticket: Ticket;
  /** Undefined for a page that was not read yet: it is asked for by `wanted`. */
  readonly pages: ReadonlyMap<string, PageReading>;
  /** Addresses that a rule needs and `pages` does not have are put here, then the finding does not count. `ofField`: a rule names the field. */
  readonly wanted: Map<string, 'ofField' | 'ofTicket'>;
  /** Whether a page is one that the configuration says how to read. Absent: none is. */
  readonly isKnownPage?: (address: string) => boolean;
  readonly expression: (expression: string, ticket: Ticket) => Finding;
}
