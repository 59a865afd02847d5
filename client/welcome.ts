import type { Client } from '@temporalio/client';
import { taskQueue, welcomeId, welcomeWorkflow } from '../domain/messages/workflows.ts';

/** Welcomes the release channel, unless something was ever released or a welcome is there. Throws Temporal's errors. */
export async function startWelcome(client: Client): Promise<void> {
  await client.workflow.start<() => Promise<void>>(welcomeWorkflow, {
    workflowId: welcomeId,
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Welcome in the release channel',
  });
}
