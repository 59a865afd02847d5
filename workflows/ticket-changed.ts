import { continueAsNew, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { HookActivities } from '../domain/messages/activities.ts';
import { changedSignal } from '../domain/messages/definitions.ts';
import type { ChangedTicket } from '../domain/messages/hooks.ts';
import { mustContinueAsNew } from './long-life.ts';

/** Fails after three days of attempts, and Temporal's Web UI lists it as failed. */
const { recheckRelease } = proxyActivities<HookActivities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '3 days',
});

/** One change makes many deliveries: all that come meanwhile cause one more check. */
const between = '5 seconds';

/** Has the release of a changed ticket checked, for as long as the ticket keeps changing. */
export async function ticketChanged(changed: ChangedTicket): Promise<void> {
  const heard = [changed];
  setHandler(changedSignal, () => void heard.push(changed));
  while (heard.length > 0) {
    heard.length = 0;
    await recheckRelease(changed);
    await sleep(between);
    if (heard.length > 0 && mustContinueAsNew(true)) return continueAsNew<typeof ticketChanged>(changed);
  }
}
