import type { Finding } from './finding.ts';
import type { PageReading } from './page.ts';
import type { Ticket } from './ticket.ts';

/** What conditions are evaluated over. */
export interface EvaluationContext {
  readonly ticket: Ticket;
  /** Undefined for a page that was not read yet; it is requested by `wanted`. */
  readonly pages: ReadonlyMap<string, PageReading>;
  /** Receives the addresses that a rule needs and `pages` lacks; the finding then does not count. `ofField`: a rule names the field. */
  readonly wanted: Map<string, 'ofField' | 'ofTicket'>;
  /** Whether the configuration says how to read a page. Absent: it does for none. */
  readonly isKnownPage?: (address: string) => boolean;
  readonly expression: (expression: string, ticket: Ticket) => Finding;
}
