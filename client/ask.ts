import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { RequestOptions } from '../domain/command/command.ts';
import type { AskedQuestion } from '../domain/messages/asked.ts';
import type { Undelivered } from '../domain/messages/slack-sender.ts';
import {
  offersIdOf,
  offersWorkflow,
  previewIdOf,
  previewWorkflow,
  questionIdOf,
  questionSummary,
  questionWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import type { Subject } from '../domain/release/subject.ts';
import { soon } from './soon.ts';
import { unlessTaken } from './unless-taken.ts';

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

/** What the formal checks of a release would find now. Throws if they do not soon. */
export const previewChecks = (
  client: Client,
  subject: Subject,
  options: RequestOptions,
): Promise<CheckReport> =>
  soon(client, () =>
    client.workflow.execute<(asked: object) => Promise<CheckReport>>(previewWorkflow, {
      workflowId: previewIdOf(subject.id, randomUUID()),
      taskQueue,
      args: [{ subject, options }],
      workflowExecutionTimeout: '10 seconds',
    }),
  );

/** In ms. */
const checkWithinMs = 30_000;

/** The same in detail, for whoever has time. Throws if no worker answers within half a minute. */
export const checkNow = (client: Client, subject: Subject, options: RequestOptions): Promise<CheckReport> =>
  client.workflow.execute<(asked: object) => Promise<CheckReport>>(previewWorkflow, {
    workflowId: previewIdOf(subject.id, randomUUID()),
    taskQueue,
    args: [{ subject, options, detailed: true, withinMs: checkWithinMs }],
    workflowExecutionTimeout: checkWithinMs,
  });

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
  for (;;) {
    try {
      await client.workflow.start(offersWorkflow, { workflowId, taskQueue, args: [missed] });
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await client.workflow.getHandle(workflowId).result();
    }
  }
}
