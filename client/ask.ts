import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
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

/**
 * Has a question answered in Slack, unless one was asked by that ID already: it is answered once. Resolves to the one that was asked. Throws
 * Temporal's errors.
 */
export async function ask(client: Client, asked: AskedQuestion): Promise<AskedQuestion> {
  const workflowId = questionIdOf(asked.commandId);
  const starting = client.workflow.start(questionWorkflow, {
    ...{ workflowId, taskQueue, args: [asked] },
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: questionSummary(asked),
  });
  return (await unlessTaken(starting)) ? asked : inputOf(client, workflowId);
}

/** With what a question was begun. */
async function inputOf(client: Client, workflowId: string): Promise<AskedQuestion> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [asked] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input);
  return asked as AskedQuestion;
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
