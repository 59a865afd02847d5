import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { RequestOptions } from '../domain/command/command.ts';
import type { CheckInput } from '../domain/messages/activities.ts';
import { previewIdOf, previewWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { Subject } from '../domain/release/subject.ts';
import { withinFormTime } from './soon.ts';

const endsWithinMs = 10_000;
const checkWithinMs = 30_000;

/** What the checks of a release would find now. Throws if they do not answer soon. */
export const previewChecks = (
  client: Client,
  subject: Subject,
  options: RequestOptions,
): Promise<CheckReport> => withinFormTime(client, () => preview(client, { subject, options }, endsWithinMs));

/** Like `previewChecks`, with more patience. Throws if no worker answers within half a minute. */
export const checkNow = (client: Client, subject: Subject, options: RequestOptions): Promise<CheckReport> =>
  preview(client, { subject, options, withinMs: checkWithinMs }, checkWithinMs);

type Preview = (asked: CheckInput & { readonly withinMs?: number }) => Promise<CheckReport>;

const preview = (client: Client, asked: Parameters<Preview>[0], endMs: number): Promise<CheckReport> =>
  client.workflow.execute<Preview>(previewWorkflow, {
    workflowId: previewIdOf(asked.subject.id, randomUUID()),
    taskQueue,
    args: [asked],
    workflowExecutionTimeout: endMs,
  });
