/** What is written into the tickets of a tracker. */
import { ticketNewsSignal } from '../../domain/messages/definitions.ts';
import { taskQueue, writeBackWorkflow } from '../../domain/messages/workflows.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import type { TicketNews } from '../../domain/messages/write-back.ts';
import { releaseRow } from '../log/rows.ts';
import type { Scenario } from './scenarios.ts';

const newsOf = (n: number, type: string): TicketNews => ({ ticket: 'T-1', row: releaseRow(n, { type }) });

export const writeBackScenarios = {
  'write-back': {
    script: {},
    play: async ({ client }) => {
      const handle = await client.workflow.signalWithStart(writeBackWorkflow, {
        ...{ workflowId: writeBackIdOf('T-1'), taskQueue, args: [newsOf(5, 'started')] },
        ...{ signal: ticketNewsSignal, signalArgs: [newsOf(6, 'finished')] as [TicketNews] },
      });
      await handle.result();
      return handle;
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
