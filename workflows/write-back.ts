import { ApplicationFailure, proxyActivities, rootCause, setHandler } from '@temporalio/workflow';
import type { WriteBackActivities } from '../domain/messages/activities.ts';
import { ticketNewsSignal } from '../domain/messages/definitions.ts';
import type { TicketNews } from '../domain/messages/write-back.ts';

/** What a tracker does not take within an hour is given up. */
const { planWriteBack, takeWriteBackStep } = proxyActivities<WriteBackActivities>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
const { tellOfWriteBack } = proxyActivities<WriteBackActivities>({ startToCloseTimeout: '30 seconds' });

/** Writes into one ticket what its releases do on production, in order. Fails at its end if something could not be written. */
export async function writeBack(first: TicketNews): Promise<void> {
  const waiting = [first];
  setHandler(ticketNewsSignal, (news) => {
    waiting.push(news);
  });
  const failed: string[] = [];
  for (let news = waiting.shift(); news !== undefined; news = waiting.shift()) {
    const reason = await written(news);
    if (reason === null) continue;
    failed.push(reason);
    await tellOfWriteBack(news, reason);
  }
  // What trackers say stands where it can be encrypted.
  if (failed.length > 0)
    throw ApplicationFailure.nonRetryable('The tracker did not take all of it', null, ...failed);
}

/** Each step on its own: why one of them failed; null if none did. */
async function written(news: TicketNews): Promise<string | null> {
  const failed: string[] = [];
  const trying = async <T>(act: () => Promise<T>): Promise<T | null> => {
    try {
      return await act();
    } catch (error) {
      failed.push(rootCause(error) ?? 'it failed');
      return null;
    }
  };
  for (const step of (await trying(() => planWriteBack(news))) ?? []) {
    await trying(() => takeWriteBackStep(news, step));
  }
  return failed.length === 0 ? null : failed.join('; ');
}
