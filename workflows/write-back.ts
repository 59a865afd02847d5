import {
  ApplicationFailure,
  continueAsNew,
  proxyActivities,
  rootCause,
  setHandler,
} from '@temporalio/workflow';
import type { WriteBackActivities } from '../domain/messages/activities.ts';
import { ticketNewsSignal } from '../domain/messages/definitions.ts';
import { readTicketNews } from '../domain/messages/write-back.ts';
import type { TicketNews } from '../domain/messages/write-back.ts';
import { logIgnored } from './log-ignored.ts';
import { mustContinueAsNew } from './long-life.ts';

/** Gives up what a tracker does not take within an hour. */
const { planWriteBack, takeWriteBackStep } = proxyActivities<WriteBackActivities>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
const { tellOfWriteBack } = proxyActivities<WriteBackActivities>({ startToCloseTimeout: '30 seconds' });

/**
 * Writes into one ticket what its releases do on production, in order. Fails at its end if something could not be written. `more` and
 * `before` are left by an earlier run: what came meanwhile, and what had failed.
 */
export async function writeBack(
  first: TicketNews,
  more: readonly TicketNews[] = [],
  before: readonly string[] = [],
): Promise<void> {
  const waiting = [first, ...more];
  setHandler(ticketNewsSignal, (payload: unknown) => {
    const news = readTicketNews(payload);
    if (news === null) logIgnored('A malformed signal was ignored', ticketNewsSignal.name, payload);
    else waiting.push(news);
  });
  const failed = [...before];
  for (let news = waiting.shift(); news !== undefined; news = waiting.shift()) {
    const reason = await written(news);
    if (reason !== null) {
      failed.push(reason);
      await tellOfWriteBack(news, reason);
    }
    const [next, ...rest] = waiting;
    if (next !== undefined && mustContinueAsNew(true))
      return continueAsNew<typeof writeBack>(next, rest, failed.slice(-mostFailed));
  }
  // The trackers' messages go into the details, which can be encrypted.
  if (failed.length > 0)
    throw ApplicationFailure.nonRetryable('The tracker did not take all of it', null, ...failed);
}

/** How many failures are handed to the next run. */
const mostFailed = 50;

/** Takes each step, even if another one fails. Returns why steps failed, or null. */
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
