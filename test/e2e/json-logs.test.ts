/** With `LOG_FORMAT=json` every line of every process is a JSON object. */
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;
const lines: Record<'worker' | 'bot' | 'web', string[]> = { worker: [], bot: [], web: [] };

beforeAll(async () => {
  company = await startCompany({ tickets: { 'PAY-1': ['billing'] } });
  await Promise.all([company.worker().stop(), company.bot().stop()]);
  const env = {
    ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
    ...company.env,
    LOG_FORMAT: 'json',
    DOBROBOT_WEB_PORT: String(await freePort()),
  };
  await Promise.all(
    (['worker', 'bot', 'web'] as const).map((name) =>
      startNodeChild(name, env, (line) => lines[name].push(line)),
    ),
  );
});
afterAll(() => company.close());

const logged = (name: keyof typeof lines) =>
  lines[name].map((line) => JSON.parse(line) as Record<string, unknown>);

it('what a workflow has to say has its ticket and its workflow, and is told once ready as without', async () => {
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await company.temporal.client.workflow.getHandle('release:PAY-1').signal('accept', { nobody: true });
  await company.temporal.client.workflow.getHandle('lock:billing').signal('freeze', { nobody: true });
  await eventually(() => {
    const all = logged('worker');
    const own = { process: 'worker', level: 'warn', runId: expect.any(String) as string };
    expect(all).toContainEqual(
      expect.objectContaining({
        ...own,
        ticket: 'PAY-1',
        workflowId: 'release:PAY-1',
        workflowType: 'release',
      }),
    );
    expect(all).toContainEqual(expect.objectContaining({ ...own, workflowId: 'lock:billing' }));
  });
});

it('nothing else is written, also while things break', async () => {
  await company.slack.child.kill();
  await company.temporal.client.workflow.getHandle('release:PAY-1').signal('accept', { actor: 'U_NORA' });
  await eventually(() => {
    expect(lines.bot.length).toBeGreaterThan(0);
  });
  for (const name of ['worker', 'bot', 'web'] as const) {
    for (const line of logged(name)) {
      expect(line).toMatchObject({ process: name, message: expect.stringMatching(/./) as string });
    }
  }
});
