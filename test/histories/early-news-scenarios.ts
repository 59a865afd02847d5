/** A worker without the lock in its cache gets news of it with a query, before their task. */
import type { WorkflowHandle } from '@temporalio/client';
import { askedAndWanted } from '../support/early-news.ts';
import { untilIdle } from '../support/idle.ts';
import { critical } from './steps.ts';
import type { Scenario } from './steps.ts';

const mostRounds = 20;

async function hasMark(handle: WorkflowHandle): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  return events?.some(({ markerRecordedEventAttributes: mark }) => mark) === true;
}

const ofLock: Scenario = {
  script: { scope: critical },
  play: async ({ lock, away }) => {
    for (let n = 1; n <= mostRounds && !(await hasMark(lock)); n += 1) {
      await untilIdle(lock);
      await away(async () => {
        await askedAndWanted(lock, n);
      });
      await untilIdle(lock);
    }
    await lock.terminate();
    return lock;
  },
};

export const earlyNewsScenarios: Readonly<Record<string, Scenario>> = {
  /** As recorded by 1.1.0, in which the lock saw the news at once and waited afterwards. */
  'lock-late-news': ofLock,
  'lock-early-news': ofLock,
};
