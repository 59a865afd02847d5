/**
 * A real Prometheus finds something wrong, two real Alertmanagers from Debian report it to the hook, and the release channel gets
 * an incident.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { messagesOf } from '../support/cards.ts';
import { shipping } from '../support/company.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startAlertmanager } from './alertmanager-server.ts';
import { startExporter } from './exporter.ts';
import type { Exporter } from './exporter.ts';
import { startPrometheus } from './prometheus-server.ts';

const secret = 'a-secret-of-alertmanager';
const rule = {
  ...{ alert: 'HighErrorRate', expr: 'sum by (service) (errors) > 2' },
  annotations: { summary: '{{ $value }} errors a second' },
};

let api: ApiCompany;
let exporter: Exporter;
let token: string;

const show = (errors: number) => {
  exporter.show({ 'errors{service="billing-api"}': errors });
};

beforeAll(async () => {
  exporter = await startExporter();
  show(0);
  api = await startApiCompany({
    tickets: { 'AM-1': ['billing'], 'AM-2': ['ledger'] },
    settings: {
      hooks: {
        alerts: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS', names: { 'billing-api': 'billing' } },
      },
    },
    env: { HOOK_ALERTS: secret },
  });
  const hook = `${api.url}/api/v1/hooks/alerts`;
  const alertmanagers = await Promise.all([startAlertmanager(hook, secret), startAlertmanager(hook, secret)]);
  const rules = join(await temporaryFolder(), 'rules.yml');
  await writeFile(rules, stringify({ groups: [{ name: 'app', rules: [rule] }] }));
  await startPrometheus(exporter.address, {
    settings: {
      rule_files: [rules],
      alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
    },
  });
  token = await api.tokenOf('U_ANN');
});
afterAll(async () => {
  await api.close();
  await exporter.close();
});

/** Resolves once the release is on production and in the log. */
async function goToProduction(): Promise<void> {
  const { company } = api;
  await company.say('U_ANN', 'dobro AM-1 no_need_admin');
  await company.untilStage('AM-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept AM-1');
  await company.untilStage('AM-1', 'ready');
  await company.say('U_ANN', 'dep start AM-1');
  await company.untilStage('AM-1', 'deploying');
  await expect
    .poll(async () => JSON.stringify((await api.call(token, 'GET', '/log?ticket=AM-1')).body))
    .toContain('"started"');
}

const incidents = async () =>
  (await messagesOf(api.company, shipping)).filter(({ text }) => text.includes('HighErrorRate'));

const rows = async () => {
  const { body } = await api.call(token, 'GET', '/log');
  return (body['events'] as readonly { readonly about: string }[]).filter(
    ({ about }) => about === 'incident',
  );
};

it('what fires is an incident with its suspects, once though two tell it, and is closed when it has ended', async () => {
  await goToProduction();
  show(5);
  await expect.poll(incidents).toHaveLength(1);
  const [told] = await incidents();
  expect(told?.text).toMatch(/1 alert\* since/);
  expect(told?.text).toMatch(/HighErrorRate> · `billing`: 5 errors a second/);
  expect(told?.text).toMatch(/1\. \*.*AM-1.*\n.*on production since/);

  show(0);
  await expect.poll(incidents).toEqual([
    expect.objectContaining({
      ts: told?.ts,
      text: expect.stringMatching(/Resolved\* after.*\n.*HighErrorRate/) as string,
    }),
  ]);
  await expect.poll(rows).toMatchObject([
    { type: 'resolved', components: ['billing'], actor: 'service:alerts' },
    { type: 'incident', facts: { reason: 'HighErrorRate: 5 errors a second' } },
  ]);
});

it('what fires again within a minute is the same incident', async () => {
  const says = async () => (await incidents()).map(({ text }) => text);
  show(7);
  await expect
    .poll(says)
    .toEqual([expect.stringMatching(/1 alert\* since.*\n.*7 errors a second/) as string]);
  show(0);
  await expect.poll(says).toEqual([expect.stringMatching(/Resolved\* after/) as string]);
});
