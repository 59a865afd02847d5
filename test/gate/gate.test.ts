/** Deployment targets that ask the gate, and the pipeline of a shell and curl: everything that docs/gate.md shows. */
import { spawn } from 'node:child_process';
import { chmod, copyFile, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Environment } from '@marcbachmann/cel-js';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { startHttpRelay } from '../support/http-relay.ts';
import { startIdentityIssuer } from '../support/identity-issuer.ts';
import type { IdentityIssuer } from '../support/identity-issuer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { gate, run, start } from './shell.ts';

let api: ApiCompany;
let env: Record<string, string>;
let ann: string;
let issuer: IdentityIssuer;
const tickets = [
  'GATE-1',
  'GATE-2',
  'GATE-3',
  'GATE-4',
  'GATE-6',
  'GATE-7',
  'GATE-8',
  'GATE-10',
  'GATE-11',
  'GATE-13',
  'ACME/SHOP#5',
];
const audience = 'https://dobrobot.example.com';

beforeAll(async () => {
  const touched = tickets.map((key) => [key, ['ledger']] as const);
  issuer = await startIdentityIssuer();
  const ci = {
    ...{ kind: 'github', issuer: issuer.issuerOf('good'), audience, scopes: ['read', 'deploy'] },
    ...{ claims: { repository_id: 74, ref: 'refs/heads/main' }, components: ['ledger'] },
  };
  api = await startApiCompany({
    tickets: { ...Object.fromEntries(touched), 'GATE-12': ['billing'] },
    settings: { internalHosts: ['127.0.0.1'], trust: { ci } },
  });
  ann = await api.tokenOf('U_ANN');
  const token = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
  env = { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: token };
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

const at = encodeURIComponent;
async function approved(ticket: string): Promise<void> {
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  await api.company.untilStage(ticket, 'awaiting_approval');
  await api.call(await api.tokenOf('U_NORA'), 'POST', `/releases/${at(ticket)}/accept`, { body: {} });
}
const say = (ticket: string, signal: string) =>
  api.call(ann, 'POST', `/releases/${ticket}/${signal}`, { body: {} });
const stageOf = async (ticket: string) => (await api.company.statusOf(ticket)).stage;
const tokenOf = async (ticket: string, of = 'ledger') =>
  (await api.company.statusOf(ticket)).locks.find(({ component }) => component === of)?.token ?? -1;
const pipeline = (...words: readonly string[]) => ['dash', gate('dobrobot.sh'), ...words];

describe('a pipeline of a shell and curl', () => {
  it('deploys, waits for its turn, and leaves the output alone', async () => {
    await approved('GATE-1');
    await approved('GATE-2');
    await api.company.untilStage('GATE-1', 'ready');
    const waits = start(pipeline('run', 'GATE-2', '--', 'sh', '-c', 'exit 5'), env);
    await expect.poll(waits.err).toContain('GATE-2 is queued');
    const script = 'printf "%s %s" "$DOBROBOT_TICKET" "$DOBROBOT_TOKENS"; read line || printf " no input"';
    const first = await run(pipeline('run', 'GATE-1', '--', 'sh', '-c', script), env);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^GATE-1 {"ledger":\d+} no input$/) as string,
    });
    expect(first.err).toContain('GATE-1 is finished');
    expect((await waits.ended).code).toBe(5);
    expect([await stageOf('GATE-1'), await stageOf('GATE-2')]).toEqual(['finished', 'rolled_back']);
  });

  it('hands on the signal that is to end it, and says that it lives', async () => {
    await approved('ACME/SHOP#5');
    const script = 'trap "exit 9" TERM; echo at work >&2; while :; do sleep 0.1; done';
    const running = start(pipeline('run', 'ACME/SHOP#5', '--', 'sh', '-c', script), env);
    await expect.poll(running.err).toContain('at work');
    const activities = async () => {
      const { raw } = await api.company.temporal.client.workflow.getHandle('release:ACME/SHOP#5').describe();
      return raw.pendingActivities ?? [];
    };
    await expect
      .poll(async () => (await activities()).some(({ lastHeartbeatTime }) => lastHeartbeatTime))
      .toBeTruthy();
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(9);
    await api.company.untilStage('ACME/SHOP#5', 'rolled_back');
  });

  it('exits as a command that ends at once when it is asked to', async () => {
    await approved('GATE-11');
    const script = 'trap "exit 0" TERM; echo at work >&2; sleep 30 > /dev/null 2>&1 & wait';
    const running = start(pipeline('run', 'GATE-11', '--', 'sh', '-c', script), env);
    await expect.poll(running.err).toContain('at work');
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    await api.company.untilStage('GATE-11', 'finished');
  });

  it('says that its token is good no more, and goes on by another one in its file', async () => {
    await approved('GATE-13');
    const folder = await temporaryFolder();
    const [file, go] = [join(folder, 'token'), join(folder, 'go')];
    const another = () => api.tokenOf('service:ci', { name: 'gate-13', scopes: ['deploy'] });
    await writeFile(file, await another());
    const script = 'echo at work >&2; until [ -e "$0" ]; do sleep 0.1; done';
    const own = { DOBROBOT_URL: api.url, DOBROBOT_TOKEN_FILE: file };
    const running = start(pipeline('run', 'GATE-13', '--', 'sh', '-c', script, go), own);
    await expect.poll(running.err).toContain('at work');
    await api.tokens.revoke('gate-13');
    await expect.poll(running.err).toContain('ATTENTION');
    await writeFile(file, await another());
    await writeFile(go, '');
    expect((await running.ended).code).toBe(0);
    await api.company.untilStage('GATE-13', 'finished');
  });

  it('that is ended while nobody tells whether it has started rolls back what has', async () => {
    await approved('GATE-10');
    await api.company.untilStage('GATE-10', 'ready');
    const relay = await startHttpRelay(api.url, ({ path }) => {
      if (!path.endsWith('/depStart')) return false;
      running.kill('SIGTERM');
      return relay.relayed.filter((one) => one.path === path).length === 1;
    });
    const running = start(pipeline('run', 'GATE-10', '--', 'echo', 'ran'), {
      ...env,
      DOBROBOT_URL: relay.url,
    });
    expect(await running.ended).toMatchObject({ code: 130, out: '' });
    await relay.close();
    expect(await stageOf('GATE-10')).toBe('rolled_back');
  });

  it.runIf(process.getuid?.() === 0)('waits for a command that root runs, which it cannot end', async () => {
    await approved('GATE-8');
    const folder = await temporaryFolder();
    const [script, sudo] = [join(folder, 'dobrobot.sh'), join(folder, 'sudo')];
    await copyFile(gate('dobrobot.sh'), script);
    await copyFile(process.execPath, sudo);
    await Promise.all([chmod(folder, 0o755), chmod(sudo, 0o4755)]);
    const asRoot = 'process.setuid(0); console.error("at work"); setTimeout(() => process.exit(7), 4000)';
    const asNobody = ['setpriv', '--reuid=65534', '--clear-groups', 'dash', script];
    const running = start([...asNobody, 'run', 'GATE-8', '--', sudo, '-e', asRoot], env, folder);
    await expect.poll(running.err).toContain('at work');
    running.kill('SIGTERM');
    await expect.poll(running.err).toContain('cannot be asked to end');
    expect(await stageOf('GATE-8')).toBe('deploying');
    expect((await running.ended).code).toBe(7);
    await api.company.untilStage('GATE-8', 'rolled_back');
  });

  it('comes with the identity token of its job, that of GitHub or one of a variable', async () => {
    const folder = await temporaryFolder();
    const here = {
      DOBROBOT_URL: api.url,
      DOBROBOT_AUDIENCE: audience,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    };
    const curl = `#!/bin/sh\necho "$@" >> ${folder}/seen; PATH=\${PATH#*:} exec curl "$@"\n`;
    await writeFile(join(folder, 'curl'), curl, { mode: 0o755 });
    const ways = {
      'GATE-6': { ...here, ...issuer.actionsEnv() },
      'GATE-7': { ...here, DOBROBOT_ID_TOKEN: await issuer.tokenOf() },
    };
    for (const [ticket, own] of Object.entries(ways)) {
      await approved(ticket);
      const { code, out, err } = await run(pipeline('run', ticket, '--', 'echo', 'ran'), own);
      expect([code, out, err]).toEqual([0, 'ran\n', expect.stringContaining(`${ticket} is finished`)]);
    }
    // The process list of the machine shows neither a token nor the ID by which the release knows this run.
    const seen = await readFile(join(folder, 'seen'), 'utf8');
    expect(seen).toContain('/GATE-7/depStart');
    expect(seen).not.toMatch(/runner|eyJ|dob_/);
    const used = await run(pipeline('run', 'GATE-7', '--', 'echo', 'ran'), ways['GATE-7']);
    expect([used.code, used.out]).toEqual([3, '']);
    expect(used.err).toMatch(/The identity token is not taken \(401\): ./);
  });

  it('runs nothing where it may not', async () => {
    const never = ['--', 'echo', 'ran'];
    const asked = async (ticket: string, more: Record<string, string>) => {
      const { code, out } = await run(pipeline('run', ticket, ...never), { ...env, ...more });
      return [code, out];
    };
    expect(await asked('GATE-1', {})).toEqual([1, '']);
    expect(await asked('GATE-9', {})).toEqual([1, '']);
    expect(await asked('GATE-1', { DOBROBOT_TOKEN: 'dob_x' })).toEqual([3, '']);
    expect(await asked('GATE-1', { DOBROBOT_TOKEN: '' })).toEqual([3, '']);
    expect(await asked('GATE-1', { DOBROBOT_URL: 'http://127.0.0.1:1' })).toEqual([3, '']);
    expect((await run(pipeline('run'), env)).code).toBe(2);
    expect(await asked('GATE-1 GATE-2', {})).toEqual([1, '']);
    expect(await asked('GATE-1?x=/1', {})).toEqual([1, '']);
    expect(await asked('GATE-1', { DOBROBOT_TIMEOUT: '30m' })).toEqual([2, '']);
    const file = join(await temporaryFolder(), 'token');
    await writeFile(file, `${env['DOBROBOT_TOKEN'] ?? ''}\n`);
    expect(await asked('GATE-1', { DOBROBOT_TOKEN: '', DOBROBOT_TOKEN_FILE: file })).toEqual([1, '']);
    const wrong = { ...env, DOBROBOT_TOKEN: 'dob_x' };
    expect((await run(pipeline('run', 'GATE-1', ...never), wrong)).err).toContain('"dobrobot token create"');
  });
});

describe('a target', () => {
  let old: number;
  let good: number;
  beforeAll(async () => {
    await approved('GATE-3');
    await api.company.untilStage('GATE-3', 'ready');
    old = await tokenOf('GATE-3');
    await say('GATE-3', 'depStart');
    await say('GATE-3', 'depRollback');
    await approved('GATE-4');
    await api.company.untilStage('GATE-4', 'ready');
    good = await tokenOf('GATE-4');
    await approved('GATE-12');
    await api.company.untilStage('GATE-12', 'ready');
  });

  it('is asked by a shell', async () => {
    expect((await run(pipeline('verify', 'ledger', String(good)), env)).code).toBe(0);
    for (const other of [String(old), '1', 'x', '']) {
      expect((await run(pipeline('verify', 'ledger', other), env)).code).toBe(/^\d+$/.test(other) ? 1 : 2);
    }
    expect((await run(pipeline('verify', 'nowhere', '1'), env)).code).toBe(1);
    // GATE-12 holds `db` shared, which does not permit a deployment to it.
    expect((await run(pipeline('verify', 'db', String(await tokenOf('GATE-12', 'db'))), env)).code).toBe(1);
    const away = { ...env, DOBROBOT_URL: 'http://127.0.0.1:1' };
    expect((await run(pipeline('verify', 'ledger', String(good)), away)).code).toBe(3);
  });

  it('of a shell switches what is current', async () => {
    const current = join(await temporaryFolder(), 'current');
    const deploy = (token: number, build: string) =>
      run([gate('targets', 'deploy.sh'), 'ledger', String(token), build], { ...env, CURRENT: current });
    expect((await deploy(good, '/builds/2')).code).toBe(0);
    expect((await deploy(old, '/builds/1')).code).not.toBe(0);
    expect(await readlink(current)).toBe('/builds/2');
  });

  it('that reloads its configuration takes none by an older token, nor a bad one', async () => {
    const folder = await temporaryFolder();
    const config = join(folder, 'server.conf');
    const server = spawn(process.execPath, [
      '-e',
      `const { readFileSync } = require('node:fs');
       process.on('SIGHUP', () => console.log(readFileSync(${JSON.stringify(config)}, 'utf8')));
       setInterval(() => {}, 1000);
       console.log('ready');`,
    ]);
    let said = '';
    server.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await expect.poll(() => said).toContain('ready');
    await writeFile(join(folder, 'pid'), String(server.pid));
    const more = { ...env, CONFIG: config, PID_FILE: join(folder, 'pid'), CHECK: 'grep -q listen' };
    const reload = async (token: number, text: string) => {
      await writeFile(join(folder, 'new.conf'), text);
      const words = ['ledger', String(token), join(folder, 'new.conf')];
      return (await run([gate('targets', 'reload.sh'), ...words], more)).code;
    };
    expect(await reload(old, 'listen 1')).not.toBe(0);
    expect(await reload(good, 'listen 2')).toBe(0);
    await expect.poll(() => said).toContain('listen 2');
    expect(await reload(good, 'nonsense')).not.toBe(0);
    expect(await reload(good - 1, 'listen 3')).not.toBe(0);
    expect(await readFile(config, 'utf8')).toBe('listen 2');
    server.kill('SIGKILL');
  });

  it('of Kubernetes asks by a webhook', async () => {
    const file = join(await temporaryFolder(), 'token');
    await writeFile(file, `${env['DOBROBOT_TOKEN'] ?? ''}\n`);
    const webhook = start([process.execPath, gate('targets', 'kubernetes', 'webhook.mjs')], {
      ...{ ...env, DOBROBOT_TOKEN: '', DOBROBOT_TOKEN_FILE: file },
      PORT: '0',
      HOST: '127.0.0.1',
    });
    await expect.poll(webhook.out).toMatch(/port \d+\n/);
    const port = /\d+/.exec(webhook.out())?.[0] ?? '';
    const review = async (annotations: object, before: object = {}) => {
      const oldObject = { metadata: { annotations: before } };
      const request = { uid: 'u1', object: { metadata: { annotations } }, oldObject };
      const body = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };
      const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(body) });
      return (await answer.json()) as object;
    };
    const annotated = (token: number) => ({
      'dobrobot/component': 'ledger',
      'dobrobot/token': String(token),
    });
    expect(await review(annotated(good))).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'u1', allowed: true },
    });
    for (const refused of [annotated(old), {}, { ...annotated(good), 'dobrobot/component': 'nowhere' }]) {
      expect(await review(refused)).toMatchObject({ response: { uid: 'u1', allowed: false } });
    }
    expect(await review(annotated(good), annotated(old))).toMatchObject({ response: { allowed: true } });
    const ofAnother = { ...annotated(old), 'dobrobot/component': 'billing' };
    expect(await review(annotated(good), ofAnother)).toMatchObject({ response: { allowed: false } });
    const shared = { 'dobrobot/component': 'db', 'dobrobot/token': String(await tokenOf('GATE-12', 'db')) };
    expect(await review(shared)).toMatchObject({ response: { allowed: false } });
    webhook.kill('SIGKILL');
  });
});

it('of Kubernetes compares tokens by a policy', async () => {
  const [policy] = parseAllDocuments(await readFile(gate('targets', 'kubernetes', 'policy.yaml'), 'utf8'));
  const { validations } = (policy?.toJS() as { spec: { validations: { expression: string }[] } }).spec;
  const cel = new Environment({ unlistedVariablesAreDyn: true });
  const object = (token?: string, component = 'ledger') => ({
    metadata:
      token === undefined
        ? {}
        : { annotations: { 'dobrobot/token': token, 'dobrobot/component': component } },
  });
  const passes = (now: object, before: object | null) =>
    validations.every(
      ({ expression }) => cel.evaluate(expression, { object: now, oldObject: before }) === true,
    );
  expect(passes(object('100'), null)).toBe(true);
  expect(passes(object('100'), object())).toBe(true);
  expect(passes(object('100'), object('99'))).toBe(true);
  expect(passes(object('100'), object('100'))).toBe(true);
  expect(passes(object('99'), object('100'))).toBe(false);
  expect(passes(object('101', 'billing'), object('100'))).toBe(false);
  expect(passes(object('x'), null)).toBe(false);
  expect(passes(object(), object('100'))).toBe(false);
});

it('of a database keeps the last token in a row', async () => {
  const sql = new Client({ connectionString: api.database });
  await sql.connect();
  await sql.query('create schema target; set search_path to target');
  const fence = await readFile(gate('targets', 'fence.sql'), 'utf8');
  await sql.query(fence);
  await sql.query(fence);
  const migrate = async (token: number, change: string) => {
    await sql.query('begin');
    try {
      await sql.query('select deployment_fence($1, $2)', ['ledger', token]);
      await sql.query(change);
      await sql.query('commit');
    } catch (error) {
      await sql.query('rollback');
      throw error;
    }
  };
  await migrate(200, 'create table bills (id int)');
  await migrate(200, 'alter table bills add column sum int');
  await expect(migrate(199, 'drop table bills')).rejects.toMatchObject({ code: '42501' });
  await migrate(201, 'alter table bills add column day date');
  const { rows } = await sql.query('select token::int from deployment_fences');
  expect(rows).toEqual([{ token: 201 }]);
  await sql.end();
});
