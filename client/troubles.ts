import type { Client } from '@temporalio/client';
import { taskQueue, troubleIdOf, troubleWorkflow } from '../domain/messages/workflows.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { isToldOnce } from '../domain/trouble.ts';
import type { Trouble } from '../domain/trouble.ts';

/** Tells the admins what is wrong, from any process; not again within a day, or ever if `isToldOnce`. Throws Temporal's errors. */
export async function tellOfTrouble(client: Client, trouble: Trouble): Promise<void> {
  await unlessTaken(
    client.workflow.start<(found: Trouble) => Promise<void>>(troubleWorkflow, {
      workflowId: troubleIdOf(trouble),
      taskQueue,
      args: [trouble],
      workflowIdReusePolicy: isToldOnce(trouble) ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `What is wrong with the setup: ${trouble.type}`,
    }),
  );
}
