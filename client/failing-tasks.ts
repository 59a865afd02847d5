import type { Client } from '@temporalio/client';
import { lockWorkflow } from '../domain/messages/workflows.ts';
import { all, isRunning } from './visibility.ts';

/** A workflow stuck at a task that fails or times out again and again. */
export interface FailingTask {
  readonly workflowId: string;
  readonly runId: string;
  /** Its type. */
  readonly workflow: string;
}

/**
 * The server sets this search attribute after as many failures in a row as
 * `system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute` says, and clears it when a task succeeds. Two failures, as on our own
 * servers, take some 10 s; five, the default, a minute or more.
 */
const isFailing = `TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;

/**
 * The workflows whose tasks fail, at most `most`. Locks come last, since a lock that rebuilds its state waits for the others. Throws
 * Temporal's errors.
 */
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

/** How many workflows are stuck. Throws Temporal's errors. */
export async function countFailingTasks(client: Client): Promise<number> {
  return (await client.workflow.count(all(isRunning, isFailing))).count;
}

const lastEvents = 20;
const longestReason = 300;

/** The message of the last failure; null if the task only timed out, or the history is gone. Throws Temporal's other errors. */
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
