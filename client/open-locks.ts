import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { noSettings } from '../domain/lock/lock-settings.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { LockMemo } from '../domain/messages/memo.ts';

/** The coordinators that are open, by their workflow IDs, with the version of the settings that each has. */
export async function openLocks(client: Client): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  const query = `WorkflowType = '${lockWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, memo } of client.workflow.list({ query })) {
    // One that has only just begun has no memo yet.
    const { settingsVersion } = (memo as Partial<LockMemo> | undefined)?.lock ?? {};
    versions.set(workflowId, settingsVersion ?? noSettings.version);
  }
  return versions;
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
