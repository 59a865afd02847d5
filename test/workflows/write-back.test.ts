/** One workflow for each ticket writes into its tracker, in order, without losing anything. */
import { ApplicationFailure, Client, WorkflowFailedError } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ticketNewsSignal } from '../../domain/messages/definitions.ts';
import { taskQueue, writeBackWorkflow } from '../../domain/messages/workflows.ts';
import { writeBackIdOf } from '../../domain/messages/write-back.ts';
import type { TicketNews, WriteBackStep } from '../../domain/messages/write-back.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { releaseRow } from '../log/rows.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let connection: NativeConnection;
beforeAll(async () => {
  server = await testNamespace();
  connection = await NativeConnection.connect({ address: server.address });
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

const done: string[] = [];
const told: string[] = [];
let take: (n: number, step: WriteBackStep) => Promise<void>;
beforeEach(() => {
  take = () => Promise.resolve();
});
afterEach(() => {
  done.splice(0);
  told.splice(0);
});

/** Runs a worker while `play` lasts. */
async function atWork(play: (client: Client) => Promise<void>): Promise<void> {
  const { namespace } = server;
  const worker = await Worker.create({
    ...{ connection, namespace, taskQueue },
    ...(await workflowOptions()),
    activities: {
      ...scriptedActivities({}, []),
      planWriteBack: (): Promise<readonly WriteBackStep[]> =>
        Promise.resolve([{ kind: 'deployment', environment: 'production' }, { kind: 'comment' }]),
      takeWriteBackStep: async ({ row: { n } }: TicketNews, step: WriteBackStep) => {
        await take(n ?? 0, step);
        done.push(`${n} ${step.kind}`);
      },
      tellOfWriteBack: (_: TicketNews, reason: string) => Promise.resolve(void told.push(reason)),
    },
  });
  await worker.runUntil(() => play(new Client({ connection, namespace })));
}
const newsOf = (ticket: string, n: number): TicketNews => ({
  ticket,
  row: releaseRow(n, { type: 'started' }),
});

it('goes on with what it is told meanwhile, in order, whatever fails', async () => {
  take = (n, { kind }) => {
    if (n === 1 && kind === 'deployment') throw ApplicationFailure.nonRetryable('no environment');
    return Promise.resolve();
  };
  await atWork(async (client) => {
    const handle = await client.workflow.signalWithStart(writeBackWorkflow, {
      ...{ workflowId: writeBackIdOf('PAY-1'), taskQueue, args: [newsOf('PAY-1', 1)] },
      ...{ signal: ticketNewsSignal, signalArgs: [newsOf('PAY-1', 2)] as [TicketNews] },
    });
    await handle.signal(ticketNewsSignal, newsOf('PAY-1', 3));
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  });
  const each = [2, 3].flatMap((n) => [`${n} deployment`, `${n} comment`]);
  expect(done).toEqual(['1 comment', ...each]);
  expect(told).toEqual(['no environment']);
});

it('loses nothing that comes as it ends', async () => {
  const all = 30;
  await atWork(async (client) => {
    for (let n = 1; n <= all; n++) {
      // Depending on timing, the workflow is about to close or has closed already.
      await client.workflow.signalWithStart(writeBackWorkflow, {
        ...{ workflowId: writeBackIdOf('PAY-2'), taskQueue, args: [newsOf('PAY-2', 0)] },
        ...{ signal: ticketNewsSignal, signalArgs: [newsOf('PAY-2', n)] as [TicketNews] },
      });
    }
    await client.workflow.getHandle(writeBackIdOf('PAY-2')).result();
  });
  const comments = done.filter((one) => one.endsWith('comment') && !one.startsWith('0 '));
  expect(comments).toEqual(Array.from({ length: all }, (_, index) => `${index + 1} comment`));
});
