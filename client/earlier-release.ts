import type { Client } from '@temporalio/client';
import { all, inStatus, withId } from './visibility.ts';
import type { ReleaseResult } from '../domain/messages/runs.ts';

/**
 * What the last closed release of this workflow ID left behind: Slack may deliver a command again after the release that it
 * was meant for has ended. Runs that left no result, such as terminated ones, are passed over; null if there is no other.
 */
export async function earlierRelease(
  client: Client,
  workflowId: string,
  runId: string,
): Promise<ReleaseResult | null> {
  const query = all(withId(workflowId), inStatus('Completed'));
  for await (const run of client.workflow.list({ query, pageSize: 2 })) {
    if (run.runId === runId) continue;
    return (await client.workflow.getHandle(workflowId, run.runId).result()) as ReleaseResult;
  }
  return null;
}
