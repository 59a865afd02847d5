import type { Client } from '@temporalio/client';
import { runnerQuery } from '../domain/messages/definitions.ts';
import { runnerActivityId } from '../domain/messages/runner.ts';
import type { RunnerStatus } from '../domain/messages/runner.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { isGrpcError } from './grpc.ts';
import { orNull } from './or-null.ts';

const answerWithinMs = 5000;

/**
 * A heartbeat of the program `runner` that deploys the release `ticket`, the release's own key. Returns what the program is to the release
 * now. Writes nothing into the release's history. `unknown`: Temporal has no such release. Throws Temporal's errors.
 */
export const sendHeartbeat = (
  client: Client,
  ticket: string,
  runner: string,
): Promise<RunnerStatus | 'unknown'> =>
  client.withDeadline(Date.now() + answerWithinMs, async () => {
    const workflowId = releaseIdOf(ticket);
    if (await isTaken(client, workflowId, runnerActivityId(runner))) return 'yours';
    const handle = client.workflow.getHandle(workflowId);
    const described = await orNull(handle.describe());
    if (described === null) return 'unknown';
    const status = described.status.name;
    // A closed run would answer with its state before it closed.
    if (status !== 'RUNNING') return status === 'COMPLETED' ? 'ended' : 'died';
    // The activity that waits for heartbeats may not have started yet.
    return (await orNull(handle.query(runnerQuery, runner))) ?? 'ended';
  });

/** Sends the heartbeat; false if no activity waits for it. */
async function isTaken(client: Client, workflowId: string, activityId: string): Promise<boolean> {
  const { namespace } = client.options;
  try {
    const { cancelRequested } = await client.workflowService.recordActivityTaskHeartbeatById({
      ...{ namespace, workflowId, activityId },
    });
    return !cancelRequested;
  } catch (error) {
    if (isGrpcError(error, 'notFound')) return false;
    throw error;
  }
}
