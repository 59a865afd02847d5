/** A workflow that no worker can go on with is seen within a minute, by people, in the log and by `doctor`; and there is a way out. */
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { countFailingTasks } from '../../client/failing-tasks.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { projectRoot } from '../../start/project.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventuallyTrue } from '../support/eventually.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'STUCK-1': ['ledger'] },
    components: { ledger: { critical: true, admin: false }, db: { critical: true } },
  });
});
afterAll(() => company.close());

const lock = () => company.temporal.client.workflow.getHandle('lock:ledger');

/** Another version has the lock begin, and knows nothing of ours. */
async function startByAnotherVersion(): Promise<void> {
  const { address, namespace, client } = company.temporal;
  await company.worker().stop();
  await lock().terminate('a test');
  await client.workflow.start('lock', { workflowId: 'lock:ledger', taskQueue });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: join(projectRoot, 'test/support/another-version.ts'),
      logger: new DefaultLogger('ERROR'),
    }),
  });
  await worker.runUntil(() => eventuallyTrue(async () => (await lock().describe()).historyLength >= 5));
  await connection.close();
}

const toldTheAdmins = async () =>
  (await company.slack.readableBy('U_SAM', await company.slack.dm('U_SAM'))).filter((text) =>
    /lock:ledger.*cannot go on/.test(text),
  );

it('is told of within a minute, and terminated it is back within half a minute', async () => {
  await startByAnotherVersion();
  await company.startWorker();
  await lock().signal('unfreeze', { actor: 'U_SAM' });
  const patience = { timeout: 60_000, interval: 500 };
  await vi.waitFor(async () => {
    expect(await toldTheAdmins()).toEqual([
      expect.stringMatching(/TMPRL1100.*terminate --workflow-id lock:ledger/),
    ]);
  }, patience);
  expect(company.worker().lastLines().join('\n')).toMatch(/`lock:ledger` cannot go on.*TMPRL1100.*terminate/);
  expect(await countFailingTasks(company.temporal.client)).toBe(1);
  const { code, out } = await dobrobot(['doctor'], company.env);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^WRONG +workflow tasks: `lock:ledger` cannot go on.*terminate --workflow-id lock:ledger/m,
  );

  await lock().terminate('as doctor says');
  await vi.waitFor(
    async () => {
      expect(await company.lock('ledger')).toEqual({
        component: 'ledger',
        holders: [],
        queue: [],
        freezes: [],
      });
    },
    { timeout: 30_000, interval: 500 },
  );
  await company.say('U_ANN', 'dobro STUCK-1');
  await company.untilStage('STUCK-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept STUCK-1');
  await company.untilStage('STUCK-1', 'ready');
  await vi.waitFor(async () => {
    expect(await countFailingTasks(company.temporal.client)).toBe(0);
  }, patience);
  expect(await toldTheAdmins()).toHaveLength(1);
}, 300_000);
