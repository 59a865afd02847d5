import type { Client } from '@temporalio/client';
import { runnerQuery } from '../domain/messages/definitions.ts';
import { runnerActivityId } from '../domain/messages/runner.ts';
import type { RunnerStanding } from '../domain/messages/runner.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { isGrpcError } from './grpc.ts';
import { orNull } from './or-null.ts';

const answerWithinMs = 5000;

/**
 * A sign of life of the program `runner` that deploys the release `ticket`, its own key. Tells what it is to that release now. Writes nothing
 * into its history. `unknown`: Temporal has no release of it. Throws Temporal's errors.
 */
export const heartbeat = (
  client: Client,
  ticket: string,
  runner: string,
): Promise<RunnerStanding | 'unknown'> =>
  client.withDeadline(Date.now() + answerWithinMs, async () => {
    const workflowId = releaseIdOf(ticket);
    if (await isTaken(client, workflowId, runnerActivityId(runner))) return 'yours';
    const handle = client.workflow.getHandle(workflowId);
    const described = await orNull(handle.describe());
    if (described === null) return 'unknown';
    const status = described.status.name;
    // One that is closed answers as it stood before.
    if (status !== 'RUNNING') return status === 'COMPLETED' ? 'ended' : 'died';
    // No worker may have begun to wait for it yet.
    return (await orNull(handle.query(runnerQuery, runner))) ?? 'ended';
  });

/** False where nobody waits for it. */
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
