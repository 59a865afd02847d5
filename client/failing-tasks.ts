import type { Client } from '@temporalio/client';
import { all, isRunning } from './visibility.ts';

const failing = all(
  isRunning,
  `TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`,
);

/** The IDs of open workflows that are stuck at a task which fails again and again; `most` of them. Throws Temporal's errors. */
export async function withFailingTasks(client: Client, most: number): Promise<readonly string[]> {
  const stuck: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: failing, pageSize: most })) {
    stuck.push(workflowId);
    if (stuck.length === most) break;
  }
  return stuck;
}

/** How many there are. Throws likewise. */
export const countFailingTasks = async (client: Client): Promise<number> =>
  (await client.workflow.count(failing)).count;
