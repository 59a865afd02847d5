import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import type { AskedQuestion } from '../domain/messages/asked-question.ts';
import type { MissedCommand } from '../domain/messages/slack-sender.ts';
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
 * Has a question answered in Slack. Returns false, and does nothing, if a question was already asked with that ID. Throws Temporal's
 * errors.
 */
export const ask = (client: Client, asked: AskedQuestion): Promise<boolean> =>
  unlessTaken(
    client.workflow.start(questionWorkflow, {
      workflowId: questionIdOf(asked.commandId),
      taskQueue,
      args: [asked],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: questionSummary(asked),
    }),
  );

/** The question that was asked with that ID. Throws Temporal's errors. */
export async function questionWithId(client: Client, commandId: string): Promise<AskedQuestion> {
  const { events } = await client.workflow.getHandle(questionIdOf(commandId)).fetchHistory();
  const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [asked] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input);
  return asked as AskedQuestion;
}

/**
 * Offers commands in a channel that are too old to be carried out. Waits for an earlier such workflow, since each checks what was already
 * offered. Throws Temporal's errors.
 */
export async function offerBack(
  client: Client,
  channel: string,
  missed: readonly MissedCommand[],
): Promise<void> {
  const workflowId = offersIdOf(channel);
  const start = () => client.workflow.start(offersWorkflow, { workflowId, taskQueue, args: [missed] });
  while (!(await unlessTaken(start()))) await client.workflow.getHandle(workflowId).result();
}
