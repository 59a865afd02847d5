import { expect, it } from 'vitest';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

/**
 * More than the 2,000 signals that a workflow may send at once. The lock receives twice as many: a run takes 10,000, and a workflow task
 * has ten seconds for them.
 */
const turns = 2100;

it('a lock takes in one go what came while no worker was there', { timeout: 300_000 }, async () => {
  const server = await testNamespace();
  const lock = await server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf('web'), taskQueue });
  const request = (n: number) => ({
    requestId: `W-${n}`,
    releaseKey: `W-${n}`,
    releaseId: releaseIdOf(`W-${n}`),
    ticket: `W-${n}`,
    mode: 'exclusive',
    priority: 'normal',
    since: n,
    passesFreeze: false,
    onProduction: false,
  });
  for (let n = 0; n < turns; n += 1) {
    const first = n === turns - 1 ? [] : [lock.signal('release', { requestId: `W-${n}`, token: null })];
    await Promise.all([lock.signal('acquire', request(n)), ...first]);
  }
  const { worker, connection } = await inProcessWorker(server, scriptedActivities({}, []));
  await worker.runUntil(async () => {
    await expect
      .poll(async () => (await lock.query(lockStateQuery)).holders.map(({ ticket }) => ticket), {
        timeout: 300_000,
      })
      .toContain(`W-${turns - 1}`);
  });
  await connection.close();
  await server.close();
});
