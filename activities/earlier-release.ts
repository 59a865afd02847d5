import type { Client } from '@temporalio/client';
import type { ReleaseResult } from '../workflows/names.ts';

/**
 * Whether the last closed release of this workflow ID has seen a command: Slack may deliver a request again after the
 * release that it began has ended. Runs that left no result, such as terminated ones, have seen nothing.
 */
export async function seenByEarlierRelease(
  client: Client,
  workflowId: string,
  runId: string,
  commandId: string,
): Promise<boolean> {
  const query = `WorkflowId = '${workflowId.replaceAll("'", "\\'")}' AND ExecutionStatus = 'Completed'`;
  for await (const run of client.workflow.list({ query, pageSize: 2 })) {
    if (run.runId === runId) continue;
    const { seen } = (await client.workflow.getHandle(workflowId, run.runId).result()) as ReleaseResult;
    return seen.includes(commandId);
  }
  return false;
}
