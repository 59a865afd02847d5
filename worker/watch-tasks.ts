import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import { failingTasks, whyFailing } from '../client/failing-tasks.ts';
import type { FailingTask } from '../client/failing-tasks.ts';
import { tellOfTrouble } from '../client/troubles.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Trouble } from '../domain/trouble.ts';
import { plainText } from '../texts/plain-text.ts';
import { textsIn } from '../texts/index.ts';

/** People have to hear about it within a minute. */
const againAfterMs = 10_000;
/** If more start to fail at once, the worker's version is to blame, not one workflow: they are reported together. */
const mostEach = 5;
const mostNamed = 10;

/** Reports workflows whose tasks fail in the log and to the admins, each once a day while they fail. */
export async function watchTasks(client: Client, logger: Logger, end: AbortSignal): Promise<void> {
  const isOver = () => end.aborted;
  let told: ReadonlySet<string> = new Set();
  let lastError = '';
  while (!isOver()) {
    try {
      const failing = await failingTasks(client);
      const fresh = failing.filter(({ runId }) => !told.has(runId));
      for (const trouble of await troublesOf(client, fresh)) {
        logger.error(plainText(textsIn('en').setup.trouble(trouble)));
        await tellOfTrouble(client, trouble);
      }
      told = new Set(failing.map(({ runId }) => runId));
      lastError = '';
    } catch (error) {
      // Others keep reporting that Temporal is down.
      if (!isOver() && reasonOf(error) !== lastError)
        logger.warn('It could not be seen whether workflow tasks fail', { error });
      lastError = reasonOf(error);
    }
    await sleep(againAfterMs, undefined, { signal: end, ref: false }).catch(() => undefined);
  }
}

async function troublesOf(client: Client, failing: readonly FailingTask[]): Promise<readonly Trouble[]> {
  const [first] = failing;
  if (first === undefined) return [];
  const of = async (one: FailingTask, all: readonly FailingTask[]): Promise<Trouble> => ({
    type: 'failingTasks',
    workflowIds: all.slice(0, mostNamed).map(({ workflowId }) => workflowId),
    count: all.length,
    reason: await whyFailing(client, one),
  });
  if (failing.length > mostEach) return [await of(first, failing)];
  return Promise.all(failing.map((one) => of(one, [one])));
}
