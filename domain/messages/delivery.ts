import type { EventRow } from '../log/event-row.ts';
import type { Destination } from '../settings.ts';

/** An event of a release on production, for one destination outside. */
export interface Delivery {
  readonly destination: Destination;
  /** The row of the event in the log. */
  readonly row: EventRow;
  /** When the release went to production, epoch ms. */
  readonly startedAt: number;
}

/** A workflow ID. It delivers each event to a destination once, even if its release is reset. */
export const deliveryIdOf = ({ destination, row }: Delivery): string =>
  `delivery:${destination}:${row.ticket ?? ''}:${row.key}`;
