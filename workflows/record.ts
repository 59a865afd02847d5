import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';

/** Retried for ever: the log has to be complete, however long its database is down. */
export const { recordEvents } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});

const atOnce = 50;

/** Writes what is put into `rows` to the log, in order, for as long as the workflow runs. Independent of delivery to Slack. */
export async function recordAll(rows: EventRow[]): Promise<never> {
  for (;;) {
    await condition(() => rows.length > 0);
    const batch = rows.slice(0, atOnce);
    await recordEvents(batch);
    rows.splice(0, batch.length);
  }
}

/**
 * How long the history was when each row came up. When a closed run is queried again, its worker also handles messages that had arrived but
 * were never handled: their rows never took effect.
 */
export class CameUp {
  readonly #at = new Map<string, number>();

  note(row: EventRow): EventRow {
    this.#at.set(row.key, workflowInfo().historyLength);
    return row;
  }

  /** The rows that came up while the history was no longer than this, and those of earlier runs. */
  upTo(rows: readonly EventRow[], historyLength: number): readonly EventRow[] {
    return rows.filter(({ key }) => (this.#at.get(key) ?? 0) <= historyLength);
  }
}
