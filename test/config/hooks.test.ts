import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let file: string;
beforeAll(async () => {
  file = join(await temporaryFolder(), 'dobrobot.yaml');
});

/** Five lines; the hooks start at line 6. */
const company = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
components: { billing: { critical: true }, ios-app: {} }
hooks:
`;
const load = async (hooks: string) => {
  await writeFile(file, `${company}${hooks}`);
  return (await loadSettings(file)).hooks;
};
const mistakesIn = async (hooks: string): Promise<string[]> => {
  const error: unknown = await load(hooks).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

it('hooks are there with what they default to', async () => {
  expect(
    await load(`  argo: { kind: standard, secretEnv: [NEW, OLD], components: [billing] }
  alerts: { kind: grafana, secretEnv: G, as: service:prom }
`),
  ).toMatchObject({
    argo: {
      ...{ kind: 'standard', secretEnv: ['NEW', 'OLD'], as: 'service:argo', components: ['billing'] },
      ...{ environments: {}, payload: null },
    },
    alerts: {
      ...{ kind: 'grafana', secretEnv: ['G'], as: 'service:prom', labels: ['component', 'service'] },
      ...{ signatureHeader: 'X-Grafana-Alerting-Signature', timestampHeader: null },
    },
  });
});

it.each([
  [
    '  Argo: { kind: standard, secretEnv: A }',
    '6: hooks.Argo: a name is made of a-z, 0-9 and -, and does not start with -',
  ],
  ['  a: { secretEnv: A }', /^6: hooks\.a\.kind: is missing/],
  ['  a: { kind: slack, secretEnv: A }', /^6: hooks\.a\.kind: must be one of standard, github, /],
  ['  a: { kind: github }', '6: hooks.a.secretEnv: is missing'],
  ['  a: { kind: github, secretEnv: }', /^6: hooks\.a\.secretEnv: is empty; it must be the name of an env/],
  [
    '  a: { kind: github, secretEnv: "my secret" }',
    /^6: hooks\.a\.secretEnv: must be the name of an environment variable/,
  ],
  ['  a: { kind: github, secretEnv: A, as: ann }', /^6: hooks\.a\.as: must be service: and a name/],
  ['  a: { kind: github, secretEnv: A, labels: [x] }', /^6: hooks\.a\.labels: unknown key/],
  [
    '  a: { kind: gitea, secretEnv: A, components: [shop] }',
    '6: hooks.a.components[0]: there is no component "shop"; known: billing, ios-app',
  ],
  [
    '  a:\n    kind: github\n    secretEnv: A\n    environments: { production: [shop] }',
    '9: hooks.a.environments.production[0]: there is no component "shop"; known: billing, ios-app',
  ],
  [
    '  a: { kind: alertmanager, secretEnv: A, names: { x: shop } }',
    '6: hooks.a.names.x: there is no component "shop"; known: billing, ios-app',
  ],
  ['  a: { kind: standard, secretEnv: A, payload: { ticket: "body.(" } }', /^6: hooks\.a\.payload\.ticket: /],
  ['  a: { kind: standard, secretEnv: A, payload: { event: "other" } }', /^6: hooks\.a\.payload\.event: /],
])('%s is a mistake', async (hook, mistake) => {
  const mistakes = await mistakesIn(`${hook}\n`);
  expect(mistakes).toHaveLength(1);
  if (typeof mistake === 'string') expect(mistakes[0]).toBe(mistake);
  else expect(mistakes[0]).toMatch(mistake);
  expect(mistakes[0]).not.toContain('my secret');
});
