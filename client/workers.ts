import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { taskQueue } from '../domain/messages/workflows.ts';

/** Who has not asked for work for so long is not there any more, in ms. */
const atWorkWithinMs = 2 * 60_000;

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

/** The identity of a worker, by which it is known where it has its configuration: `PID@HOST:PATH`. */
export const workerIdentity = (place: string): string => `${process.pid}@${place}`;

/** Whether there is a worker among `identities` that has its configuration there. */
export const isAtWork = (place: string, identities: readonly string[]): boolean =>
  identities.some((identity) => identity.replace(/^\d+@/, '') === place);

type Described = Awaited<ReturnType<Client['workflowService']['describeTaskQueue']>>;

/** Those that have asked for work lately, and to which versions it goes. Throws Temporal's errors. */
export async function askingForWork({
  workflowService,
  options: { namespace },
}: Client): Promise<Pick<Described, 'pollers' | 'versioningInfo'>> {
  const { pollers, versioningInfo } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  });
  const atWork = pollers.filter(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < atWorkWithinMs,
  );
  return { pollers: atWork, ...(versioningInfo && { versioningInfo }) };
}

/** The identities of the workers that have asked for work lately. Throws Temporal's errors. */
export async function workersAtWork(client: Client): Promise<readonly string[]> {
  const { pollers } = await askingForWork(client);
  return [...new Set(pollers.map(({ identity }) => identity ?? ''))];
}
