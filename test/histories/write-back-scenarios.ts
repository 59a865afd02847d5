import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ticketNewsSignal } from '../../domain/messages/definitions.ts';
import { taskQueue, writeBackWorkflow } from '../../domain/messages/workflows.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import type { TicketNews } from '../../domain/messages/write-back.ts';
import { releaseRow } from '../log/rows.ts';
import type { Scenario, Stagehand } from './steps.ts';

export const newsOf = (n: number, type: string): TicketNews => ({ ticket: 'T-1', row: releaseRow(n, { type }) });

async function written({ client }: Stagehand): Promise<WorkflowHandle> {
  const handle = await client.workflow.signalWithStart(writeBackWorkflow, {
    ...{ workflowId: writeBackIdOf('T-1'), taskQueue, args: [newsOf(5, 'started')] },
    ...{ signal: ticketNewsSignal, signalArgs: [newsOf(6, 'finished')] as [TicketNews] },
  });
  await handle.result().catch(() => undefined);
  return handle;
}

export const writeBackScenarios = {
  'write-back': { script: {}, play: written },
  'write-back-refused': {
    script: { instead: { takeWriteBackStep: () => Promise.reject(ApplicationFailure.nonRetryable('403')) } },
    play: written,
  },
} as const satisfies Readonly<Record<string, Scenario>>;
