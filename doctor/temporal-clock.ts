import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { connectClient, lazyConnection } from '../config/temporal.ts';

const answerWithinMs = 5000;
const betweenLooksMs = 100;

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;
/** A queue that nothing is ever put into. */
const taskQueue = { name: 'dobrobot-doctor' };

/** The time of Temporal's server, epoch ms. The server only says when a poller was last seen, so this polls. Throws Temporal's errors. */
export async function temporalTime(): Promise<number> {
  const { client, connection } = await connectClient(lazyConnection);
  const { namespace } = client.options;
  const identity = randomUUID();
  const end = new AbortController();
  let asking: Promise<unknown> = Promise.resolve();
  try {
    return await client.withDeadline(Date.now() + answerWithinMs, () => {
      asking = client.withAbortSignal(end.signal, () =>
        client.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue, identity }),
      );
      // Aborted as soon as the server has seen it.
      asking.catch(() => undefined);
      return askedAt(client, identity);
    });
  } finally {
    end.abort();
    // Closing the connection while a retry is pending would end the process.
    await Promise.allSettled([asking]);
    await connection.close();
  }
}

async function askedAt(
  { workflowService, options: { namespace } }: Client,
  identity: string,
): Promise<number> {
  const taskQueueType = TASK_QUEUE_TYPE_WORKFLOW;
  for (;;) {
    const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue, taskQueueType });
    const own = pollers.find((poller) => poller.identity === identity);
    if (own?.lastAccessTime) return tsToMs(own.lastAccessTime);
    await sleep(betweenLooksMs);
  }
}
