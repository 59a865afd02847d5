import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { taskQueue } from '../domain/messages/workflows.ts';

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

/** Who has not asked for work for so long is not there any more, in ms. */
const atWorkWithinMs = 2 * 60_000;

/** The identities of the workers that ask for work. Throws Temporal's errors. */
export async function workersAtWork({
  workflowService,
  options: { namespace },
}: Client): Promise<ReadonlySet<string>> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  });
  const atWork = pollers.filter(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < atWorkWithinMs,
  );
  return new Set(atWork.flatMap(({ identity }) => identity ?? []));
}

/** Whether that worker is among them. */
export const isAtWork = async (client: Client, identity: string): Promise<boolean> =>
  (await workersAtWork(client)).has(identity);
