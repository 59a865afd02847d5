import type { EventRow } from '../log/event-row.ts';
import type { Destination } from '../settings.ts';

/** Something that a release did on production, for one destination outside. */
export interface Delivery {
  readonly destination: Destination;
  /** As the log has it. */
  readonly row: EventRow;
  /** When it went to production, epoch ms. */
  readonly startedAt: number;
}

/** A workflow ID: each event goes to a destination once, even if its release is reset. */
export const deliveryIdOf = ({ destination, row }: Delivery): string =>
  `delivery:${destination}:${row.ticket ?? ''}:${row.key}`;
