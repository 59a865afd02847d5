import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { releaseAnswersQuery, statusQuery } from '../domain/messages/definitions.ts';
import { releaseWorkflow } from '../domain/messages/workflows.ts';
import type { ReleaseResult } from '../domain/messages/runs.ts';
import { isEnd } from '../domain/release/stage.ts';
import { all, notInStatus, withId } from './visibility.ts';

const answerWithinMs = 10_000;

/**
 * What the last closed release of this workflow ID left behind: Slack may deliver a command again, or a bot find it once more in a channel, after
 * the release that it was meant for has ended. One that left no result, such as a terminated one, is asked. Null if there is no other. Throws
 * Temporal's errors.
 */
export async function earlierRelease(
  client: Client,
  workflowId: string,
  runId: string,
): Promise<ReleaseResult | null> {
  const query = all(withId(workflowId), notInStatus('Running', 'ContinuedAsNew'));
  for await (const run of client.workflow.list({ query, pageSize: 2 })) {
    if (run.runId === runId) continue;
    const left =
      run.status.name === 'COMPLETED'
        ? ((await client.workflow.getHandle(workflowId, run.runId).result()) as ReleaseResult)
        : await askedOf(client, run, runId);
    if (left !== null) return left;
  }
  return null;
}

/** What one that did not complete says of itself; null if it never began, if it goes on in this run, or if it cannot answer any more. */
async function askedOf(
  client: Client,
  { type, workflowId, runId }: WorkflowExecutionInfo,
  ours: string,
): Promise<ReleaseResult | null> {
  if (type !== releaseWorkflow) return null;
  const first = await Promise.all([runId, ours].map((id) => firstRunOf(client, workflowId, id)));
  // A reset ends the run that it begins anew with what that was told.
  if (first[0] === first[1]) return null;
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    return await client.withDeadline(Date.now() + answerWithinMs, async () => {
      const status = await handle.query(statusQuery);
      if (status.requester === null) return null;
      const stage = isEnd(status.stage) ? status.stage : 'cancelled';
      return { stage, status, answered: await handle.query(releaseAnswersQuery) };
    });
  } catch (error) {
    console.warn(`What the run ${runId} of ${workflowId} was told cannot be known any more:`, error);
    return null;
  }
}

async function firstRunOf(client: Client, workflowId: string, runId: string): Promise<string | null> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return raw.workflowExecutionInfo?.firstRunId ?? null;
}
