/** `dobrobot doctor` in a company where everything is well, and in one where nothing is. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { msToTs } from '@temporalio/common/lib/time.js';
import { parse, stringify } from 'yaml';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testNamespace } from '../support/temporal.ts';
import { dobrobot } from './dobrobot.ts';

let company: Company;
let database: string;

beforeAll(async () => {
  database = await testDatabase();
  company = await startCompany({
    tickets: { 'DOC-1': ['billing'], 'DOC-3': ['ledger'] },
    settings: { locks: { checkEvery: '1s' } },
    database,
  });
  await remember(company.temporal, '30 days');
});
afterAll(() => company.close());

const remember = ({ client, namespace }: Company['temporal'], time: '30 days') =>
  client.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(time) },
  });

interface Finding {
  readonly name: string;
  readonly state: string;
  readonly text: string;
}

async function examined(more: Readonly<Record<string, string>> = {}) {
  const { code, out } = await dobrobot(['doctor', '--json'], { ...company.env, ...more });
  const { findings } = JSON.parse(out) as { findings: Finding[] };
  const bad = findings.filter(({ state }) => state !== 'ok');
  return { code, names: findings.map(({ name }) => name), bad };
}

it('finds nothing where all is well', async () => {
  const { code, names, bad } = await examined();
  expect([code, bad]).toEqual([0, []]);
  expect(names).toEqual([
    ...['configuration', 'secrets', 'Temporal', 'retention', 'search attributes', 'worker', 'versions'],
    ...['pinned', 'running configuration', 'locks', 'orphans', 'workflow tasks', 'database'],
    ...['database rights', 'append-only', 'clocks', 'Slack', 'Slack door', 'nudges', 'trackers'],
  ]);
  const { out } = await dobrobot(['doctor'], company.env);
  expect(out).toMatch(/^ok +configuration: .*^Nothing is wrong\.$/ms);
});

it('misses no Slack where there is to be none', async () => {
  const off = { SLACK_BOT_TOKEN: '', SLACK_API_URL: '' };
  expect(await examined({ ...off, DOBROBOT_SLACK: 'off' })).toMatchObject({ code: 0, bad: [] });
  expect((await examined(off)).bad).toMatchObject([{ name: 'Slack', state: 'wrong' }]);
});

it('says of each thing that is wrong how to mend it', async () => {
  const config = parse(await readFile(company.env['DOBROBOT_CONFIG'] ?? '', 'utf8')) as Record<
    string,
    object
  >;
  const path = join(await temporaryFolder(), 'other.yaml');
  const people = { approvers: ['U_NOBODY'], admins: ['U_SAM'] };
  const webhooks = { ci: { url: 'https://ci.example.com/hook', secretEnv: 'CI_HOOK_SECRET' } };
  const components = { ...config['components'], search: { critical: true, channel: 'nowhere' } };
  const hooks = { argo: { kind: 'standard', secretEnv: 'HOOK_ARGO' } };
  const reminders = { admins: { escalateAfter: '30m' } };
  await writeFile(path, stringify({ ...config, people, components, webhooks, hooks, reminders }));
  const { code, bad } = await examined({
    DOBROBOT_CONFIG: path,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  });
  expect(code).toBe(1);
  expect(bad.map(({ name, state, text }) => `${name} ${state}: ${text}`)).toEqual([
    expect.stringMatching(/^secrets wrong: CI_HOOK_SECRET is not set/),
    expect.stringMatching(/^hooks unknown: .*exec web/),
    expect.stringMatching(
      /^running configuration wrong: \w+ of .*company\.yaml runs, not this file, \w+; they differ in people\.approvers/,
    ),
    expect.stringMatching(/^locks wrong: search have none/),
    expect.stringMatching(/^database wrong: .*DATABASE_URL/),
    expect.stringMatching(/^Slack wrong: .*`search`.*no channel `nowhere`.*`components\.search\.channel`/),
    expect.stringMatching(/^Slack wrong: .*people\.approvers.*U_NOBODY/),
    expect.stringMatching(/^nudges wrong: reminders\.approvers reaches nobody.*U_NOBODY/),
    expect.stringMatching(/^nudges wrong: reminders\.admins\.escalateAfter is set/),
    expect.stringMatching(/^trackers wrong: .*our-tickets\.yaml/),
  ]);
});

it('sees that whoever is reminded wants none', async () => {
  await query(database, `insert into people (user_id, nudges) values ('U_SAM', 'none')`);
  const { bad } = await examined();
  await query(database, `delete from people where user_id = 'U_SAM'`);
  expect(bad.map(({ name, state, text }) => `${name} ${state}: ${text}`)).toEqual([
    expect.stringMatching(/^nudges wrong: reminders\.admins .*people\.admins.*U_SAM: reminders switched off/),
  ]);
});

it('reads a ticket that it is asked about', async () => {
  const ask = (ticket: string) => dobrobot(['doctor', '--ticket', ticket], company.env);
  const { code, out } = await ask('DOC-1');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^ok +ticket: DOC-1 of .*"Title of DOC-1", can be read/m),
  ]);
  expect(await ask('DOC-2')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^WRONG +ticket: .* has no ticket DOC-2$/m) as string,
  });
});

it('sees a clock that is wrong', async () => {
  const path = join(await temporaryFolder(), 'ahead.mjs');
  await writeFile(
    path,
    `const now = Date.now;
     Date.now = () => now() + 45_000;`,
  );
  const { code, bad } = await examined({ NODE_OPTIONS: `--import ${path}` });
  expect([code, bad]).toEqual([1, [expect.objectContaining({ name: 'clocks', state: 'wrong' })]]);
  expect(bad[0]?.text).toMatch(
    /^Temporal is 4\d s behind this machine, the database is 4\d s behind .*, Slack is 4\d s behind .*NTP/,
  );
});

it('sees that nothing was ever started', async () => {
  const empty = await testNamespace();
  const { bad } = await examined({ ...empty.env, DATABASE_URL: await testDatabase(), SLACK_BOT_TOKEN: '' });
  expect(bad.map(({ name }) => name)).toEqual([
    ...['retention', 'search attributes', 'worker', 'running configuration', 'locks'],
    ...['database', 'Slack'],
  ]);
  expect((await examined({ ...empty.env, DOBROBOT_CONFIG: '/no/such/file.yaml' })).bad).toContainEqual(
    expect.objectContaining({ name: 'locks', state: 'unknown' }),
  );
  await empty.close();
});

it('goes by the configuration that runs where its file is broken', async () => {
  await company.say('U_ANN', 'dobro DOC-3');
  await company.untilStage('DOC-3', 'awaiting_approval');
  await company.say('U_NORA', 'accept DOC-3');
  await company.untilStage('DOC-3', 'awaiting_admin');
  await company.say('U_SAM', 'here DOC-3');
  await company.untilStage('DOC-3', 'ready');
  await company.say('U_ANN', 'dep start DOC-3');
  await company.untilStage('DOC-3', 'deploying');
  await company.temporal.client.workflow.getHandle('release:DOC-3').terminate();
  await eventually(async () => {
    expect((await company.lock('ledger')).holders).toMatchObject([{ orphan: true }]);
  });
  const right = company.env['DOBROBOT_CONFIG'] ?? '';
  // Its relative paths are those of the file that runs.
  const broken = join(dirname(right), 'broken.yaml');
  await writeFile(broken, `${await readFile(right, 'utf8')}\nlanguage: [`);
  const { bad, names } = await eventually(async () => {
    const found = await examined({ DOBROBOT_CONFIG: broken });
    expect(found.bad.map(({ name }) => name)).toContain('orphans');
    return found;
  });
  expect(bad).toMatchObject([
    { name: 'configuration', state: 'wrong' },
    { name: 'orphans', state: 'wrong', text: expect.stringMatching(/^ledger by DOC-3: /) as string },
  ]);
  expect(names).toEqual((await examined()).names);
  await company.say('U_SAM', 'unlock ledger it is safe');
});

it('sees a Temporal that nobody reaches, and says nothing besides', async () => {
  const { code, out, err } = await dobrobot(['doctor'], {
    ...company.env,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  });
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(/^WRONG +Temporal: 127\.0\.0\.1:1.*TEMPORAL_ADDRESS/m);
});

it('sees what it cannot reach, or read', async () => {
  const { bad } = await examined({
    TEMPORAL_NAMESPACE: 'nowhere',
    DOBROBOT_CONFIG: '/no/such/file.yaml',
    DATABASE_URL: '',
  });
  const untold = (name: string) => ({
    ...{ name, state: 'unknown' },
    text: expect.stringContaining('cannot be told: the configuration cannot be read') as string,
  });
  expect(bad).toMatchObject([
    { name: 'configuration', state: 'wrong' },
    ...['secrets', 'hooks'].map(untold),
    { name: 'Temporal', state: 'wrong', text: expect.stringContaining('TEMPORAL_ADDRESS') as string },
    { name: 'database', state: 'unknown' },
    ...['Slack', 'nudges', 'trackers', 'calendars'].map(untold),
  ]);
});
