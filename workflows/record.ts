import { condition, proxyActivities } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import type { SharedActivities } from './activities.ts';

/** Tried for ever: the log has to be complete, however long its database is away. */
export const { recordEvents } = proxyActivities<SharedActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 ms', maximumInterval: '1 minute' },
});

const atOnce = 50;

/** Writes into the log what is put into `rows`, in order, for as long as the workflow runs. Slack is told by another courier. */
export async function recordAll(rows: EventRow[]): Promise<never> {
  for (;;) {
    await condition(() => rows.length > 0);
    const batch = rows.slice(0, atOnce);
    await recordEvents(batch);
    rows.splice(0, batch.length);
  }
}
