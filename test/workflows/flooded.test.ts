/**
 * Megabytes of malformed signals while Slack is down: a run with undelivered messages continues as new before Temporal terminates it for
 * its size.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockStateQuery, statusQuery } from '../../domain/messages/definitions.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

let server: TestNamespace;
let end: () => Promise<void>;
beforeAll(async () => {
  server = await testNamespace();
  end = await startInProcess(server, {
    ...scriptedActivities({}, []),
    deliverNotices: () => Promise.reject(new Error('Slack is away')),
  });
});
afterAll(async () => {
  await end();
  await server.close();
});

const megabyte = { reason: 'x'.repeat(1_000_000) };

/** Sends more than dobrobot keeps in one run, and less than Temporal's limit. */
async function flood(workflowId: string, signal: string): Promise<void> {
  const { workflow } = server.client;
  const { runId } = await workflow.getHandle(workflowId).describe();
  const run = workflow.getHandle(workflowId, runId);
  for (let sent = 0; sent < 12; sent += 1) {
    // Signals to the closed run fail.
    await run.signal(signal, megabyte).catch(() => undefined);
    await run.query('__stack_trace');
  }
  await eventually(async () => {
    expect((await run.describe()).status.name).toBe('CONTINUED_AS_NEW');
  });
}

it('a release', async () => {
  const workflowId = releaseIdOf('BIG-2');
  const start = { workflowId, taskQueue, signal: 'request', signalArgs: [{ actor: 'U_ANN' }] };
  const release = await server.client.workflow.signalWithStart(releaseWorkflow, start);
  await expect.poll(async () => (await release.query(statusQuery)).stage).toBe('awaiting_approval');
  await flood(workflowId, 'reject');
  expect(await release.query(statusQuery)).toMatchObject({ stage: 'awaiting_approval', requester: 'U_ANN' });
});

it('a lock', async () => {
  const workflowId = lockIdOf('flooded');
  const lock = await server.client.workflow.start(lockWorkflow, { workflowId, taskQueue });
  await lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
  await flood(workflowId, 'unfreeze');
  const { freezes } = await server.client.workflow.getHandle(workflowId).query(lockStateQuery);
  expect(freezes).toMatchObject([{ by: 'U_VERA', reason: 'works' }]);
});
