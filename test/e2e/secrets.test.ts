/** Whatever goes wrong, no secret of a company gets into logs, histories, messages or the release log. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import proto from '@temporalio/proto';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { newToken } from '../../log/token-form.ts';
import { TokenStore } from '../../log/tokens.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { callApi } from '../support/api.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript } from '../support/transcript.ts';

const token = newToken();
const secrets = {
  TRACKER_TOKEN: 'tracker-9f2c41d07b',
  AUDIT_SECRET: `whsec_${Buffer.from('what the audit signs with').toString('base64')}`,
  GRAFANA_TOKEN: 'glsa_4f1b0c22d9e8',
  HOOK_SECRET: 'hook-77c1a9b3e5d2',
} as const;

/** Every outside server echoes the request it got, and refuses it at first. */
let isMoody = true;
const world: Server = createServer((request, response) => {
  const said = JSON.stringify({ headers: request.headers, url: request.url });
  if (isMoody) response.writeHead(request.url?.startsWith('/t/') === true ? 401 : 500).end(said);
  else response.writeHead(200).end(JSON.stringify({ title: 'A quiet ticket' }));
});

let company: Company;
let url: string;
let database: string;
/** The output of worker and web. */
const lines: string[] = [];

beforeAll(async () => {
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  const port = await freePort();
  world.listen(port, '127.0.0.1');
  const at = `http://127.0.0.1:${port}`;
  database = await testDatabase();
  company = await startCompany({
    tickets: {},
    database,
    env: secrets,
    settings: {
      tickets: {
        ...{ tracker: 'http', url: `${at}/t/{key}`, linkTemplate: 'https://t.example.com/{key}' },
        ...{ tokenEnv: 'TRACKER_TOKEN', ticket: { title: 'body.title' } },
      },
      checks: { codeReview: false, qa: false, customerDemo: false, releaseDocs: false, rollbackDocs: false },
      internalHosts: ['127.0.0.1'],
      webhooks: { audit: { url: `${at}/audit`, secretEnv: 'AUDIT_SECRET' } },
      grafana: { url: `${at}/`, tokenEnv: 'GRAFANA_TOKEN' },
      hooks: { argo: { kind: 'standard', secretEnv: 'HOOK_SECRET' } },
    },
  });
  await company.worker().stop();
  const webPort = String(await freePort());
  url = `http://127.0.0.1:${webPort}`;
  const env = { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...company.env };
  const note = (line: string) => lines.push(line);
  await Promise.all([
    startNodeChild('worker', env, note),
    startNodeChild('web', { ...env, DOBROBOT_WEB_PORT: webPort }, note),
  ]);
  const log = new ReleaseLog(database, () => undefined);
  await new TokenStore(() => log.database()).add(token, {
    ...{ name: 'ann', actor: 'U_ANN', scopes: ['read', 'request', 'deploy'], components: null },
    expiresAt: Date.now() + 3_600_000,
  });
  await log.close();
});
afterAll(async () => {
  await company.close();
  world.closeAllConnections();
  world.close();
  vi.unstubAllEnvs();
});

/** Everything that Temporal stores, including what it reports of failing activities. */
async function stored(): Promise<string> {
  const { client, namespace } = company.temporal;
  const { History } = proto.temporal.api.history.v1;
  const { executions } = await client.workflowService.listWorkflowExecutions({ namespace });
  const texts = executions.map(async ({ execution, memo }) => {
    const handle = client.workflow.getHandle(execution?.workflowId ?? '', execution?.runId ?? '');
    const { raw } = await handle.describe();
    const history = History.encode(await handle.fetchHistory()).finish();
    const memos = Object.values(memo?.fields ?? {}).map(({ data }) => Buffer.from(data ?? []).toString());
    return [Buffer.from(history).toString('latin1'), JSON.stringify(raw.pendingActivities), ...memos].join();
  });
  return (await Promise.all(texts)).join('\n');
}

async function logged(): Promise<string> {
  const tables = await query<{ name: string }>(
    database,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const rows = tables.map(({ name }) =>
    query<{ all: string }>(database, `select json_agg(t)::text as all from "${name}" t`),
  );
  return (await Promise.all(rows))
    .flat()
    .map(({ all }) => all)
    .join('\n');
}

/** What was written, by the name of the place. */
async function written(): Promise<Readonly<Record<string, string>>> {
  const doctor = await dobrobot(['doctor', '--json'], { ...company.env, ...secrets });
  return {
    Temporal: await stored(),
    'the release log': await logged(),
    Slack: JSON.stringify(await new Transcript(company).posts()),
    'the logs': [...lines, ...company.bot().lastLines()].join('\n'),
    doctor: doctor.out + doctor.err,
  };
}

async function expectNoSecret(): Promise<Readonly<Record<string, string>>> {
  const places = await written();
  const { password } = new URL(database);
  const all = { ...secrets, token, password, slack: company.env['SLACK_BOT_TOKEN'] ?? '' };
  for (const [name, secret] of Object.entries(all)) {
    expect(secret.length, name).toBeGreaterThan(7);
    for (const [place, text] of Object.entries(places))
      for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')])
        expect(text.includes(form), `${name} in ${place}`).toBe(false);
  }
  return places;
}

const told = (path: string, body = {}) => callApi(url, token, 'POST', path, { body });

it('that are refused, repeated and sent to what is broken are written nowhere', async () => {
  await query(database, 'alter table events rename to away');
  await company.say('U_BEN', 'dobro OPS-1 components:ledger');
  await new Transcript(company).untilSaid('U_SAM', /TRACKER_TOKEN/);
  expect((await callApi(url, token.slice(0, -1), 'GET', '/locks')).status).toBe(401);
  expect((await callApi(url, null, 'POST', '/hooks/argo', { body: {} })).status).toBe(401);
  const { Temporal, 'the logs': logs } = await expectNoSecret();
  // The places that were searched are not empty.
  expect(Temporal).toContain('release:OPS-1');
  expect(logs).toContain('TRACKER_TOKEN');
  await query(database, 'alter table away rename to events');
});

it('that are at work are written nowhere', async () => {
  isMoody = false;
  await company.say('U_BEN', 'recheck OPS-1');
  await company.untilStage('OPS-1', 'awaiting_approval');
  await company.say('U_NORA', 'accept OPS-1');
  await company.untilStage('OPS-1', 'awaiting_admin');
  await company.say('U_SAM', 'here OPS-1');
  await company.untilStage('OPS-1', 'ready');
  isMoody = true;
  // The tracker is unavailable; the checks that ran a moment ago count.
  expect((await told('/releases/OPS-1/depStart')).status).toBe(200);
  expect((await told('/releases/OPS-1/depFinish')).status).toBe(200);
  await eventually(async () => {
    expect(await logged()).toContain('"finished"');
    expect(await stored()).toMatch(/delivery:webhook:audit/);
  });
  const { 'the release log': log } = await expectNoSecret();
  expect(log).toContain('A quiet ticket');
});
