import type { Client } from '@temporalio/client';
import { orNull } from './or-null.ts';

/** An activity that a workflow waits for. */
export interface PendingActivity {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
}

/** Whether its workflow still waits for it. Throws Temporal's errors. */
export async function hasPendingActivity(
  client: Client,
  { workflowId, runId, activityId }: PendingActivity,
): Promise<boolean> {
  const described = await orNull(client.workflow.getHandle(workflowId, runId).describe());
  return described?.raw.pendingActivities?.some((one) => one.activityId === activityId) === true;
}
