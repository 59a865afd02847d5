import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';

/** Tried for ever: the log has to be complete, however long its database is away. */
export const { recordEvents } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});

const atOnce = 50;

/** Writes into the log what is put into `rows`, in order, for as long as the workflow runs. Slack is told by another sender. */
export async function recordAll(rows: EventRow[]): Promise<never> {
  for (;;) {
    await condition(() => rows.length > 0);
    const batch = rows.slice(0, atOnce);
    await recordEvents(batch);
    rows.splice(0, batch.length);
  }
}

/**
 * How long the history was when each row came up. A closed run that is asked a second time handles in its worker what had arrived and
 * what it never handled: of that nothing ever came.
 */
export class CameUp {
  readonly #at = new Map<string, number>();

  note(row: EventRow): EventRow {
    this.#at.set(row.key, workflowInfo().historyLength);
    return row;
  }

  /** Those that came up when the history was not longer; and those of earlier runs. */
  upTo(rows: readonly EventRow[], historyLength: number): readonly EventRow[] {
    return rows.filter(({ key }) => (this.#at.get(key) ?? 0) <= historyLength);
  }
}
