import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { missingSecrets } from '../../config/secrets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let file: string;
beforeAll(async () => {
  file = join(await temporaryFolder(), 'dobrobot.yaml');
});

/** Seven lines; the checks start at line 10. */
const company = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
watch:
  prom: { kind: prometheus, url: "http://prom:9090/", headers: { X-Scope-OrgID: acme } }
  zbx:  { kind: zabbix, url: https://zabbix.acme.com, tokenEnv: ZABBIX_TOKEN }
  bugs: { kind: sentry, organization: acme, tokenEnv: SENTRY_TOKEN }
components:
  billing: { watch: { checks: [
`;
const load = async (checks: string, before = company) => {
  await writeFile(file, `${before}    ${checks}\n    ] } }\n`);
  return loadSettings(file);
};
const mistakesIn = async (...given: Parameters<typeof load>): Promise<string[]> => {
  const error: unknown = await load(...given).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

it('checks are there with what they default to', async () => {
  const settings = await load(`
    { name: errors, source: prom, query: 'sum(rate(errors[2m]))', above: 0.02, times: 3 },
    { name: latency, source: prom, query: p99, worseThanBefore: 1.5 },
    { name: problems, source: zbx, group: Billing, severity: high },
    { name: new errors, source: bugs, project: billing, above: 5 }`);
  const none = { above: null, below: null, worseThanBefore: null };
  expect(settings.components['billing']?.watch).toEqual({
    ...{ forMs: 15 * 60_000, everyMs: 30_000, holdLock: false },
    checks: [
      {
        ...{ name: 'errors', source: 'prom', times: 3, kind: 'prometheus', query: 'sum(rate(errors[2m]))' },
        bound: { ...none, above: 0.02 },
      },
      {
        ...{ name: 'latency', source: 'prom', times: 1, kind: 'prometheus', query: 'p99' },
        bound: { ...none, worseThanBefore: 1.5 },
      },
      { name: 'problems', source: 'zbx', times: 1, kind: 'zabbix', group: 'Billing', severity: 'high' },
      {
        ...{ name: 'new errors', source: 'bugs', times: 1, kind: 'sentry', project: 'billing' },
        ...{ environment: null, bound: { ...none, above: 5 } },
      },
    ],
  });
  expect(settings.watch).toMatchObject({
    prom: {
      kind: 'prometheus',
      url: 'http://prom:9090',
      headers: { 'X-Scope-OrgID': 'acme' },
      tokenEnv: null,
    },
    bugs: { url: 'https://sentry.io', organization: 'acme' },
  });
  expect(missingSecrets(settings, { SENTRY_TOKEN: 'x' })).toEqual([
    { variable: 'ZABBIX_TOKEN', by: { kind: 'watch', name: 'zbx' } },
  ]);
});

const at = '10: components.billing.watch.checks[0]';
it.each([
  [
    '{ name: a, source: pron, query: q, above: 1 }',
    `${at}.source: there is no source "pron" in watch; known: bugs, prom, zbx`,
  ],
  ['{ name: a, source: prom, above: 1 }', `${at}.query: is missing`],
  [
    '{ name: a, source: prom, query: q }',
    `${at}: says nothing of when it is bad: above, below or worseThanBefore`,
  ],
  [
    '{ name: a, source: prom, query: q, above: 1, below: 2 }',
    `${at}.below: stands beside another limit; it has to stand alone`,
  ],
  [
    '{ name: a, source: prom, query: q, above: 1, group: G }',
    `${at}.group: is nothing that a check of prometheus takes; it takes query, above, below, worseThanBefore`,
  ],
  [
    '{ name: a, source: prom, query: q, worseThanBefore: 0 }',
    `${at}.worseThanBefore: must be a number above 0, such as 1.5`,
  ],
  ['{ name: a, source: zbx }', `${at}.group: is missing`],
  [
    '{ name: a, source: zbx, group: G, severity: grave }',
    `${at}.severity: must be one of not classified, information, warning, average, high, disaster, not "grave"`,
  ],
  [
    '{ name: a, source: bugs, project: p, below: 1 }',
    `${at}.below: is nothing that a check of sentry takes; it takes project, environment, above`,
  ],
  [
    '{ name: a, source: bugs, project: p, times: 0 }',
    `${at}.times: must be a whole number, 1 or more, not the number 0`,
  ],
  [
    '{ name: a, source: bugs, project: p }, { name: a, source: bugs, project: q }',
    '10: components.billing.watch.checks[1].name: is the name of another check of this component already',
  ],
  ['', '9: components.billing.watch.checks: must have at least one check'],
])('%s is refused by its line', async (checks, message) => {
  expect(await mistakesIn(checks)).toEqual([message]);
});

it('a secret in the configuration is refused and not shown', async () => {
  const revealing = company.replace('SENTRY_TOKEN', '"sntrys_abc"');
  const [message] = await mistakesIn('{ name: a, source: bugs, project: p }', revealing);
  expect(message).toContain('7: watch.bugs.tokenEnv: must be the name of an environment variable');
  expect(message).not.toContain('sntrys_abc');
});
