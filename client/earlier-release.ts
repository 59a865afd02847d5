import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { releaseAnswersQuery, statusQuery } from '../domain/messages/definitions.ts';
import { releaseWorkflow } from '../domain/messages/workflows.ts';
import type { ReleaseResult } from '../domain/messages/runs.ts';
import { isEnd } from '../domain/release/stage.ts';
import { all, notInStatus, withId } from './visibility.ts';

const answerWithinMs = 10_000;

/**
 * The result of the last closed release of this workflow ID, for commands that are delivered again after their release has ended: by Slack,
 * or by a bot that finds them once more in a channel. A run without a result, such as a terminated one, is queried. Null if there is no
 * other release. Throws Temporal's errors.
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

/** What a run that did not complete says about itself; null if it never began, if it goes on in this run, or if it can no longer answer. */
async function askedOf(
  client: Client,
  { type, workflowId, runId }: WorkflowExecutionInfo,
  ours: string,
): Promise<ReleaseResult | null> {
  if (type !== releaseWorkflow) return null;
  const first = await Promise.all([runId, ours].map((id) => firstRunOf(client, workflowId, id)));
  // The same first run: a reset closed that run, and ours repeats it.
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
