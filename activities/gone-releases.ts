import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { releaseWorkflow } from '../workflows/names.ts';
import type { ReleaseMemo } from '../workflows/names.ts';

/** A release that closed other than by completing, so that it may have left locks behind. */
export interface GoneRelease {
  readonly workflowId: string;
  readonly release: ReleaseMemo['release'];
}

/**
 * The releases that ended without a word since an instant (epoch ms). One that was reset goes on under the same key and is not
 * among them. Throws Temporal's errors.
 */
export async function goneReleases(client: Client, since: number): Promise<readonly GoneRelease[]> {
  const gone: GoneRelease[] = [];
  const query =
    `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus IN ('Terminated', 'Canceled', 'TimedOut', 'Failed') ` +
    `AND CloseTime > '${new Date(since).toISOString()}'`;
  for await (const { workflowId, memo } of client.workflow.list({ query })) {
    const release = (memo as Partial<ReleaseMemo> | undefined)?.release;
    if (release === undefined || (await openKeyOf(client, workflowId)) === release.key) continue;
    gone.push({ workflowId, release });
  }
  return gone;
}

/** The key of the release that is open under a workflow ID; null if none is. */
export async function openKeyOf(client: Client, workflowId: string): Promise<string | null> {
  try {
    const { status, memo } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING'
      ? ((memo as Partial<ReleaseMemo> | undefined)?.release?.key ?? null)
      : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
