/** A workflow whose task fails on every worker is reported within a minute to people, the log and `doctor`; and there is a way out. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { countFailingTasks } from '../../client/failing-tasks.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { lockOfAnotherVersion } from '../support/lock-of-another-version.ts';
import { startWorker } from '../support/processes.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'STUCK-1': ['ledger'] },
    components: { ledger: { critical: true, admin: false }, db: { critical: true } },
  });
});
afterAll(() => company.close());

const lock = () => company.temporal.client.workflow.getHandle('lock:ledger');

const toldTheAdmins = async () =>
  (await company.slack.readableBy('U_SAM', await company.slack.dm('U_SAM'))).filter((text) =>
    /lock:ledger.*cannot go on/.test(text),
  );

/** The worker counts them every 15 s. */
const untilCounted = (port: number, count: number) =>
  eventually(async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics.split('\n')).toContain(`dobrobot_workflows_failing_tasks ${count}`);
  });

it('is told of within a minute, and terminated it is back within half a minute', async () => {
  await company.worker().stop();
  await lockOfAnotherVersion(company.temporal, 'lock:ledger');
  const port = await freePort();
  const worker = await startWorker({ ...company.env, DOBROBOT_HEALTH_PORT: String(port) });
  await lock().signal('unfreeze', { actor: 'U_SAM' });
  const patience = { timeout: 60_000, interval: 500 };
  await vi.waitFor(async () => {
    expect(await toldTheAdmins()).toEqual([
      expect.stringMatching(/TMPRL1100.*terminate --workflow-id lock:ledger/),
    ]);
  }, patience);
  expect(worker.lastLines().join('\n')).toMatch(/`lock:ledger` cannot go on.*TMPRL1100.*terminate/);
  expect(await countFailingTasks(company.temporal.client)).toBe(1);
  await untilCounted(port, 1);
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
  await untilCounted(port, 0);
  expect(await toldTheAdmins()).toHaveLength(1);
  await worker.kill();
}, 300_000);
