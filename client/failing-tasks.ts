import type { Client } from '@temporalio/client';
import { lockWorkflow } from '../domain/messages/workflows.ts';
import { all, isRunning } from './visibility.ts';

/** A workflow that is stuck at a task, which fails or times out again and again. */
export interface FailingTask {
  readonly workflowId: string;
  readonly runId: string;
  /** Its type. */
  readonly workflow: string;
}

/**
 * What the server writes there when a task has failed so often in a row as `system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute` says,
 * and takes away when one succeeds. Twice, as our own servers have it, takes some 10 s; five times, as it is by default, a minute or more.
 */
const isFailing = `TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;

/** The workflows whose tasks fail, so many at most; locks last, as one that begins anew asks the others. Throws Temporal's errors. */
export async function failingTasks(client: Client, most = 100): Promise<readonly FailingTask[]> {
  const failing: FailingTask[] = [];
  const query = all(isRunning, isFailing);
  for await (const { workflowId, runId, type: workflow } of client.workflow.list({ query, pageSize: most })) {
    failing.push({ workflowId, runId, workflow });
    if (failing.length === most) break;
  }
  const isLock = ({ workflow }: FailingTask) => Number(workflow === lockWorkflow);
  return failing.sort((a, b) => isLock(a) - isLock(b));
}

/** How many workflows are stuck so. Throws Temporal's errors. */
export async function countFailingTasks(client: Client): Promise<number> {
  return (await client.workflow.count(all(isRunning, isFailing))).count;
}

const lastEvents = 20;
const longestReason = 300;

/** What the last failure said; null where it only timed out, or where the history is gone. Throws Temporal's other errors. */
export async function whyFailing(
  { workflowService, options: { namespace } }: Client,
  { workflowId, runId }: FailingTask,
): Promise<string | null> {
  const { history } = await workflowService.getWorkflowExecutionHistoryReverse({
    namespace,
    execution: { workflowId, runId },
    maximumPageSize: lastEvents,
  });
  for (const { workflowTaskFailedEventAttributes: failed } of history?.events ?? [])
    if (failed?.failure?.message) return failed.failure.message.slice(0, longestReason);
  return null;
}
