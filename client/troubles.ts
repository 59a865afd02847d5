import type { Client } from '@temporalio/client';
import { taskQueue, troubleIdOf, troubleWorkflow } from '../domain/messages/workflows.ts';
import type { Trouble } from '../domain/trouble.ts';

/** Has the admins told what is wrong, unless they were within a day, by any process. Throws Temporal's errors. */
export async function tellOfTrouble(client: Client, trouble: Trouble): Promise<void> {
  await client.workflow.start<(found: Trouble) => Promise<void>>(troubleWorkflow, {
    workflowId: troubleIdOf(trouble),
    taskQueue,
    args: [trouble],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `What is wrong with the setup: ${trouble.type}`,
  });
}
