import type { Client } from '@temporalio/client';
import { taskQueue, unfurlIdOf, unfurlWorkflow } from '../domain/messages/workflows.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';

/** Has the links in a message unfurled, one run at a time. Throws Temporal's errors. */
export async function showLinks(client: Client, shared: SharedLinks): Promise<void> {
  await unlessTaken(
    client.workflow.start(unfurlWorkflow, {
      workflowId: unfurlIdOf(shared),
      taskQueue,
      args: [shared],
      staticSummary: `Links to ${shared.links.length} releases`,
    }),
  );
}
