import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Asker } from '../domain/messages/question-answer.ts';
import { askerIdOf, askerWorkflow, taskQueue } from '../domain/messages/workflows.ts';

const withinMs = 10_000;

/** What concerns a person and their roles, looked up by a worker. Throws if none answers within 10 s, and whatever the lookup throws. */
export const lookUpAsker = (client: Client, user: string): Promise<Asker> =>
  client.withDeadline(Date.now() + withinMs, () =>
    client.workflow.execute<(user: string) => Promise<Asker>>(askerWorkflow, {
      workflowId: askerIdOf(user, randomUUID()),
      taskQueue,
      args: [user],
      workflowExecutionTimeout: withinMs,
    }),
  );
