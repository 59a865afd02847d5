import { condition, proxyActivities, sleep } from '@temporalio/workflow';
import { restore } from '../domain/lock/rebuild.ts';
import type { LockClaimAnswer } from '../domain/messages/lock-messages.ts';
import type { LockActivities } from '../domain/messages/activities.ts';
import { newsSignal } from '../domain/messages/definitions.ts';
import { signalIfOpen } from './signal-lock.ts';
import type { TaskClock } from './task-clock.ts';

const { releasesToAsk, inheritLock } = proxyActivities<LockActivities>({ startToCloseTimeout: '1 minute' });

/** How far the visibility list may lag behind. */
const listLag = '2 seconds';

/**
 * Rebuilds the lock from what the open releases know, for a coordinator without memory: the first one, or the successor of one that was
 * terminated. Every open release that may be concerned has to answer: one that is left out might be on production.
 */
export async function rebuildLock(
  component: string,
  claims: ReadonlyMap<string, LockClaimAnswer>,
  clock: TaskClock,
): Promise<ReturnType<typeof restore>> {
  const epoch = await clock.now();
  // An answer to an earlier coordinator of the component may be out of date.
  const hasAnswered = (id: string) => claims.get(id)?.epoch === epoch;
  const releaseIds = await releasesToAsk({ component });
  let silent: readonly string[] = releaseIds;
  let gone = 0;
  for (let waitMs = 10_000; silent.length > 0; waitMs = Math.min(2 * waitMs, 60_000)) {
    const open = await Promise.all(
      silent.map((id) => signalIfOpen(id, newsSignal('claimLocks'), { component, epoch })),
    );
    const asked = silent.filter((_, index) => open[index] === true);
    gone += silent.length - asked.length;
    await condition(() => asked.every(hasAnswered), waitMs);
    silent = asked.filter((id) => !hasAnswered(id));
    // Some turn out never to have begun, so they never answer.
    if (silent.length > 0) silent = intersection(silent, await releasesToAsk({ component }));
  }
  if (gone > 0) await sleep(listLag);
  const heritage = await inheritLock({ component });
  const claimed = releaseIds.flatMap((id) => (hasAnswered(id) ? (claims.get(id)?.claim ?? []) : []));
  return restore(component, claimed, heritage, await clock.now());
}

const intersection = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((id) => others.includes(id));
