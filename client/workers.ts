import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { taskQueue } from '../domain/messages/workflows.ts';

/** A worker that has not polled for this long is gone, in ms. */
const atWorkWithinMs = 2 * 60_000;

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

/** The identity of a worker, which says where its configuration is: `PID@HOST:PATH`. */
export const workerIdentity = (place: string): string => `${process.pid}@${place}`;

/** Whether one of these workers has its configuration at `place`. */
export const isAtWork = (place: string, identities: readonly string[]): boolean =>
  identities.some((identity) => identity.replace(/^\d+@/, '') === place);

type Described = Awaited<ReturnType<Client['workflowService']['describeTaskQueue']>>;

/** The workers that have polled lately, and the versions that get work. Throws Temporal's errors. */
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

/** The identities of the workers that have polled lately. Throws Temporal's errors. */
export async function workersAtWork(client: Client): Promise<readonly string[]> {
  const { pollers } = await askingForWork(client);
  return [...new Set(pollers.map(({ identity }) => identity ?? ''))];
}
