import type { Client } from '@temporalio/client';
import type { AskedQuestion } from '../domain/messages/asked.ts';
import type { Undelivered } from '../domain/messages/slack-sender.ts';
import {
  offersIdOf,
  offersWorkflow,
  questionIdOf,
  questionSummary,
  questionWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';

/** Has a question answered in Slack, unless it was asked already: it is answered once. Throws Temporal's errors. */
export async function ask(client: Client, asked: AskedQuestion): Promise<void> {
  await unlessTaken(
    client.workflow.start(questionWorkflow, {
      workflowId: questionIdOf(asked.commandId),
      taskQueue,
      args: [asked],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: questionSummary(asked),
    }),
  );
}

/**
 * Offers back what was said in a channel too long ago. One such workflow follows the other, for they look at what was offered. Throws
 * Temporal's errors.
 */
export async function offerBack(
  client: Client,
  channel: string,
  missed: readonly Undelivered[],
): Promise<void> {
  const workflowId = offersIdOf(channel);
  const start = () => client.workflow.start(offersWorkflow, { workflowId, taskQueue, args: [missed] });
  while (!(await unlessTaken(start()))) await client.workflow.getHandle(workflowId).result();
}
