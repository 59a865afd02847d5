import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { lockIdOf, lockWorkflow, taskQueue } from '../workflows/names.ts';

/** The workflow IDs of the coordinators that are open. */
export async function openLocks(client: Client): Promise<readonly string[]> {
  const open: string[] = [];
  const query = `WorkflowType = '${lockWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) open.push(workflowId);
  return open;
}

export async function startLock(client: Client, component: string): Promise<void> {
  try {
    await client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
      staticSummary: `Who may release ${component}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Signals a workflow; one that is gone needs it no more: a coordinator will ask by itself when it is back. */
export async function tell(
  client: Client,
  workflowId: string,
  signal: string,
  payload: object,
): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, payload);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
