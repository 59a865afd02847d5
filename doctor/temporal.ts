import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { openLocks } from '../client/open-locks.ts';
import { reach } from '../client/reach.ts';
import { retentionMs } from '../client/retention.ts';
import { connectClient } from '../config/temporal.ts';
import { criticalOf } from '../domain/components.ts';
import { whyStaying } from '../domain/lock/staying.ts';
import { componentOfLock, lockIdOf, taskQueue } from '../domain/messages/workflows.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { doctorWords } from '../texts/doctor.ts';
import { missingAttributesText, missingSearchAttributes } from '../worker/search-attributes.ts';
import { look, ok, wrong } from './finding.ts';
import type { Finding } from './finding.ts';

const answerWithinMs = 5000;
const dayMs = 24 * 3_600_000;
/** The log may be away over a weekend, and is repaired from what Temporal remembers. */
const shortestRetentionMs = 7 * dayMs;
/** Who has not asked for work for so long is not there any more, in ms. */
const atWorkWithinMs = 2 * 60_000;
const mostNamed = 10;

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

/** What has to be right in Temporal. `settings`: null where they cannot be read. */
export async function lookAtTemporal(settings: Settings | null): Promise<readonly Finding[]> {
  const { client, connection } = await connectClient((options) => Connection.lazy(options));
  try {
    const reached = await lookAtAddress(client, connection.options.address);
    if (reached.state !== 'ok') return [reached];
    const looks = await Promise.all([
      look('retention', () => lookAtRetention(client)),
      look('search attributes', () => lookAtAttributes(client)),
      look('worker', () => lookAtWorkers(client)),
      ...(settings === null ? [] : [look('locks', () => lookAtLocks(client, settings))]),
      look('workflow tasks', () => lookAtTasks(client)),
    ]);
    return [reached, ...looks.flat()];
  } finally {
    await connection.close();
  }
}

async function lookAtAddress(client: Client, address: string): Promise<Finding> {
  const { namespace } = client.options;
  try {
    await reach(client, answerWithinMs, () => client.workflowService.describeNamespace({ namespace }));
    return ok('Temporal', doctorWords.temporal(address, namespace));
  } catch (error) {
    return wrong(
      'Temporal',
      `${address}, namespace ${namespace}: ${reasonOf(error)}. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE name others`,
    );
  }
}

async function lookAtRetention(client: Client): Promise<Finding> {
  const ms = (await retentionMs(client)) ?? 0;
  return ms >= shortestRetentionMs
    ? ok('retention', doctorWords.retention(Math.floor(ms / dayMs)))
    : wrong('retention', doctorWords.shortRetention(client.options.namespace));
}

async function lookAtAttributes(client: Client): Promise<Finding> {
  const missing = await missingSearchAttributes(client);
  return missing.length === 0
    ? ok('search attributes', doctorWords.attributes)
    : wrong('search attributes', missingAttributesText(client, missing));
}

async function lookAtWorkers({ workflowService, options: { namespace } }: Client): Promise<Finding> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  });
  const atWork = pollers.filter(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < atWorkWithinMs,
  );
  const identities = new Set(atWork.map(({ identity }) => identity));
  return identities.size > 0
    ? ok('worker', doctorWords.workers(identities.size))
    : wrong('worker', doctorWords.noWorker);
}

async function lookAtLocks(client: Client, settings: Settings): Promise<Finding> {
  const open = await openLocks(client);
  const missing = criticalOf(settings.components).filter((component) => !open.has(lockIdOf(component)));
  const staying = [...open.keys()].map(componentOfLock).flatMap((component) => {
    const why = whyStaying(component, settings);
    return why === null ? [] : [{ component, ...why }];
  });
  return missing.length === 0
    ? ok('locks', doctorWords.locks(staying))
    : wrong('locks', doctorWords.missingLocks(missing));
}

async function lookAtTasks(client: Client): Promise<Finding> {
  const query = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;
  const stuck: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: mostNamed })) {
    stuck.push(workflowId);
    if (stuck.length === mostNamed) break;
  }
  return stuck.length === 0
    ? ok('workflow tasks', doctorWords.tasks)
    : wrong('workflow tasks', doctorWords.failingTasks(stuck));
}
