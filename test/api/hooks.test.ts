/** Deliveries from deploy systems and trackers: releases follow them, and nobody else can send any. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { messagesOf } from '../support/cards.ts';
import { shipping } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { hookSecrets, hookSettings, postRaw, signed, tellHook } from '../support/hooks.ts';
import type { HookName } from '../support/hooks.ts';

let api: ApiCompany;
let ann: string;
let nora: string;

beforeAll(async () => {
  const keys = ['DEP-1', 'DEP-2', 'DEP-3', 'DEP-4', 'DEP-5', 'DEP-9'];
  api = await startApiCompany({
    tickets: {
      ...Object.fromEntries(keys.map((key) => [key, ['billing']])),
      'LED-1': ['ledger'],
      'LED-2': ['ledger'],
      'LED-3': ['ledger'],
      'APP-1': ['ios-app'],
      'APP-2': ['ios-app'],
      'ACME/SHOP#7': ['ios-app'],
    },
    settings: {
      hooks: { ...hookSettings, broken: { kind: 'github', secretEnv: ['HOOK_NOWHERE', 'HOOK_GITHUB'] } },
    },
    env: { ...hookSecrets, HOOK_NOWHERE_FILE: '/nonexistent' },
  });
  ann = await api.tokenOf('U_ANN');
  nora = await api.tokenOf('U_NORA');
});
afterAll(() => api.close());

const tell = (name: HookName, body: unknown, how = {}) => tellHook(api.url, name, body, how);
const stageOf = async (ticket: string) => (await api.company.statusOf(ticket)).stage;

async function ask(ticket: string): Promise<void> {
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  await api.company.untilStage(ticket, 'awaiting_approval');
}

async function untilReady(ticket: string): Promise<void> {
  await ask(ticket);
  await api.call(nora, 'POST', `/releases/${encodeURIComponent(ticket)}/accept`, { body: {} });
  await api.company.untilStage(ticket, 'ready');
}

/** How a hook answers a request that has sent only its headers. */
async function beforeTheBody(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({ Host: hostname, 'Content-Type': 'application/json', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`POST /api/v1/hooks/argo HTTP/1.1\r\n${head}\r\n`);
  const waits = sleep(2000, 'It waits for the body');
  const answer = await Promise.race([once(socket, 'data'), waits]);
  socket.destroy();
  return String(answer);
}

const untilTold = (pattern: RegExp) =>
  eventually(async () => {
    const texts = (await messagesOf(api.company, shipping)).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(pattern));
  });

const deploymentOf = (state: string, more: object = {}) => ({
  deployment_status: { state, environment: 'production' },
  deployment: { id: 1, ref: 'main', environment: 'production', payload: {}, ...more },
  repository: { full_name: 'acme/shop' },
});

describe('a deploy system', () => {
  it('starts and finishes a release by its ticket, each delivery once, as its service', async () => {
    await untilReady('DEP-1');
    const started = await tell('argo', { ticket: 'dep-1', event: 'started' }, { id: 'one' });
    expect(started).toMatchObject({
      status: 200,
      body: {
        done: true,
        ticket: 'DEP-1',
        stage: 'deploying',
        tokens: { billing: expect.any(Number) as number },
      },
    });
    const again = await tell('argo', { ticket: 'dep-1', event: 'started' }, { id: 'one' });
    expect(again).toMatchObject({ status: 200, body: { done: true } });
    expect((await tell('argo', { ticket: 'DEP-1', event: 'succeeded' })).body).toMatchObject({
      stage: 'finished',
    });
    const { history } = await api.company.statusOf('DEP-1');
    expect(history.filter(({ type }) => type === 'started')).toMatchObject([{ actor: 'service:argo' }]);
  });

  it('rolls back, with the reason', async () => {
    await untilReady('DEP-2');
    await tell('argo', { component: 'billing', event: 'started' });
    const failed = await tell('argo', { component: 'billing', event: 'failed', reason: 'health checks' });
    expect(failed.body).toMatchObject({ ticket: 'DEP-2', stage: 'rolled_back' });
    await eventually(async () => {
      const { body } = await api.call(ann, 'GET', '/log?ticket=DEP-2');
      expect(JSON.stringify(body)).toContain('health checks');
    });
  });

  it('by a component means who has its lock; a late copy means the one that the first meant', async () => {
    await untilReady('DEP-3');
    await tell('argo', { component: 'billing', event: 'started' });
    const finish = { component: 'billing', event: 'succeeded' };
    expect((await tell('argo', finish, { id: 'finish-3' })).body).toMatchObject({ ticket: 'DEP-3' });
    await untilReady('DEP-4');
    await tell('argo', { component: 'billing', event: 'started' });
    expect((await tell('argo', finish, { id: 'finish-3' })).body).toMatchObject({ ticket: 'DEP-3' });
    expect(await stageOf('DEP-4')).toBe('deploying');
    expect((await tell('argo', finish)).body).toMatchObject({ ticket: 'DEP-4', stage: 'finished' });
  });

  it('again means no release that its ticket has since, and alarms nobody', async () => {
    await untilReady('DEP-3');
    for (const step of ['started', 'succeeded']) {
      const copy = await tell('argo', { ticket: 'DEP-3', event: step }, { id: `again-${step}` });
      expect(copy).toMatchObject({ status: 200 });
    }
    await untilReady('DEP-3');
    const copyOf = (event: string) => tell('argo', { ticket: 'DEP-3', event }, { id: `again-${event}` });
    const old = { status: 409, body: { code: 'oldCopy' } };
    expect(await copyOf('started')).toMatchObject(old);
    expect(await stageOf('DEP-3')).toBe('ready');
    await tell('argo', { ticket: 'DEP-3', event: 'started' });
    expect(await copyOf('succeeded')).toMatchObject(old);
    expect(await stageOf('DEP-3')).toBe('deploying');
    await tell('argo', { ticket: 'DEP-3', event: 'succeeded' });
    const texts = (await messagesOf(api.company, shipping)).map(({ text }) => text);
    expect(texts.filter((text) => /DEP-3.*did not note/.test(text))).toEqual([]);
  });

  it('that met no release means none later either, though its sender tries again', async () => {
    const early = { component: 'ledger', event: 'started' };
    expect(await tell('argo', early, { id: 'early' })).toMatchObject({
      status: 409,
      body: { code: 'noTurn' },
    });
    await untilReady('LED-3');
    expect(await tell('argo', early, { id: 'early' })).toMatchObject({
      status: 409,
      body: { code: 'noTurn' },
    });
    expect(await stageOf('LED-3')).toBe('ready');
    expect((await tell('argo', early)).body).toMatchObject({ ticket: 'LED-3', stage: 'deploying' });
  });

  it('rolls back though it says more than a reason may have', async () => {
    const failed = { ticket: 'LED-3', event: 'failed', reason: 'no answer '.repeat(1000) };
    expect((await tell('argo', failed)).body).toMatchObject({ ticket: 'LED-3', stage: 'rolled_back' });
  });

  it('is refused when it is not its turn, and everyone is told', async () => {
    await ask('DEP-9');
    const early = await tell('argo', { ticket: 'DEP-9', event: 'started' });
    expect(early).toMatchObject({ status: 409, body: { code: 'wrongStage' } });
    expect(early.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await stageOf('DEP-9')).toBe('awaiting_approval');
    await untilTold(/`argo` says that the deployment of `DEP-9` has started.*did not note/);
    const nobodys = await tell('argo', { component: 'billing', event: 'started' });
    expect(nobodys).toMatchObject({ status: 409, body: { code: 'noTurn' } });
    await untilTold(/`argo`.*`billing`.*has its turn/);
    expect(await tell('argo', { ticket: 'DEP-77', event: 'started' })).toMatchObject({ status: 404 });
    await untilTold(/`argo` says that the deployment of `DEP-77` has started/);
    expect(await tell('argo', { component: 'BILLING', event: 'started' })).toMatchObject({
      body: { code: 'noTurn', facts: { components: ['billing'] } },
    });
    expect(await tell('argo', { component: 'biling', event: 'started' })).toMatchObject({
      ...{ status: 404, body: { code: 'unknownComponent' } },
    });
    await api.call(ann, 'POST', '/releases/DEP-9/cancel', { body: {} });
  });

  it('acts on its components alone', async () => {
    await untilReady('LED-1');
    const outside = await tell('narrow', { ticket: 'LED-1', event: 'started' });
    expect(outside).toMatchObject({ status: 403, body: { code: 'outsideComponents' } });
    expect(await stageOf('LED-1')).toBe('ready');
    await untilReady('APP-1');
    expect((await tell('narrow', { component: 'ios-app', event: 'started' })).body).toMatchObject({
      ticket: 'APP-1',
    });
  });

  it('says it in its own words where the configuration maps them', async () => {
    const done = await tell('mapped', { details: { status: 'SUCCEEDED' }, content: { ticket: 'APP-1' } });
    expect(done.body).toMatchObject({ ticket: 'APP-1', stage: 'finished' });
    expect((await api.company.statusOf('APP-1')).history.at(-1)).toMatchObject({
      actor: 'service:spinnaker',
    });
  });

  it('ends no release by another deployment than the one by which it is on production', async () => {
    await untilReady('DEP-5');
    const by = (id: number, state: string) =>
      tell('github', { ...deploymentOf(state, { id }), serial: [id, state] }, { event: 'deployment_status' });
    expect((await by(51, 'in_progress')).body).toMatchObject({ ticket: 'DEP-5', stage: 'deploying' });
    expect(await by(52, 'in_progress')).toMatchObject({ status: 409, body: { code: 'wrongStage' } });
    expect(await by(52, 'failure')).toMatchObject({ status: 409, body: { code: 'anotherDeployment' } });
    expect(await by(52, 'success')).toMatchObject({ status: 409, body: { code: 'anotherDeployment' } });
    await untilTold(/DEP-5.*has failed.*another deployment/s);
    expect((await by(51, 'success')).body).toMatchObject({ ticket: 'DEP-5', stage: 'finished' });
  });

  it('GitHub: by the deployment, where the environment is production', async () => {
    await untilReady('APP-2');
    const elsewhere = deploymentOf('in_progress', { environment: 'staging', payload: { ticket: 'APP-2' } });
    expect(await tell('github', elsewhere, { event: 'deployment_status' })).toMatchObject({ status: 202 });
    expect(await stageOf('APP-2')).toBe('ready');
    const ofFork = {
      ...deploymentOf('in_progress', { ref: 'APP-2' }),
      repository: { full_name: 'acme/shop', id: 1 },
      workflow_run: { event: 'pull_request', head_repository: { id: 2 }, pull_requests: [] },
    };
    expect((await tell('github', ofFork, { event: 'deployment_status' })).body).toEqual({ ignored: true });
    expect(await stageOf('APP-2')).toBe('ready');
    const sha = 'c0ffee'.repeat(7).slice(0, 40);
    const url = 'https://github.com/acme/shop/actions/runs/7';
    const byPayload = {
      ...deploymentOf('in_progress', { payload: '{"ticket": "APP-2"}', sha }),
      workflow_run: { id: 7, html_url: url, event: 'push' },
    };
    expect((await tell('github', byPayload, { event: 'deployment_status' })).body).toMatchObject({
      ticket: 'APP-2',
    });
    await eventually(async () => {
      const { body } = await api.call(ann, 'GET', '/log?ticket=APP-2');
      const pipeline = { token: 'hook:github', repository: 'acme/shop', run: '7', sha, url };
      expect(body['events']).toContainEqual(
        expect.objectContaining({ type: 'started', via: 'hook', pipeline }),
      );
    });
    const byBranch = deploymentOf('success', { ref: 'feature/app-2-new-look' });
    const finished = await tell('github', byBranch, { event: 'deployment_status' });
    expect(finished.body).toMatchObject({ ticket: 'APP-2', stage: 'finished' });
    const text = JSON.stringify(byBranch);
    const copy = { 'webhook-id': 'another', 'webhook-signature': 'v1,AAAA', 'webhook-timestamp': '1' };
    const headers = { ...signed('github', text, { event: 'deployment_status' }), ...copy };
    expect((await postRaw(api.url, 'github', text, headers)).body).toEqual(finished.body);
  });

  it('GitHub: by a form as well, which it sends unless it is told otherwise', async () => {
    await untilReady('DEP-9');
    const told = (body: unknown, event: string) => {
      const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString();
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
      return postRaw(api.url, 'github', form, { ...signed('github', form, { event }), ...type });
    };
    expect(await told({ zen: 'Keep it logically awesome & 100% + simple.' }, 'ping')).toMatchObject({
      ...{ status: 202, body: { ignored: true } },
    });
    const began = await told(
      deploymentOf('in_progress', { payload: { ticket: 'DEP-9' } }),
      'deployment_status',
    );
    expect(began).toMatchObject({ status: 200, body: { ticket: 'DEP-9', stage: 'deploying' } });
    const ended = await told(deploymentOf('success', { payload: { ticket: 'DEP-9' } }), 'deployment_status');
    expect(ended).toMatchObject({ status: 200, body: { ticket: 'DEP-9', stage: 'finished' } });
    const other = 'payload=%7B';
    const broken = { ...signed('github', other), 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await postRaw(api.url, 'github', other, broken)).status).toBe(422);
  });

  it('GitLab: likewise, by the old token and by the signature', async () => {
    const running = { object_kind: 'deployment', status: 'running', environment: 'prod', ref: 'main' };
    expect((await tell('gitlab', running)).body).toMatchObject({ ticket: 'LED-1', stage: 'deploying' });
    const failed = { ...running, status: 'failed' };
    expect((await tell('gitlab', failed)).body).toMatchObject({ ticket: 'LED-1', stage: 'rolled_back' });
  });
});

describe('a tracker', () => {
  it('has the release checked at once; many changes of a ticket make few checks', async () => {
    await ask('LED-2');
    const checks = async () =>
      (await api.company.temporal.client.workflow.getHandle('release:LED-2').fetchHistory()).events?.filter(
        ({ activityTaskScheduledEventAttributes: task }) => task?.activityType?.name === 'checkTicket',
      ).length ?? 0;
    const before = await checks();
    const issue = { issue: { key: 'LED-2' } };
    const all = await Promise.all(Array.from({ length: 50 }, () => tell('jira', issue)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([202]));
    expect(all[0]?.body).toEqual({ tickets: ['LED-2'] });
    await eventually(async () => {
      expect(await checks()).toBeGreaterThan(before);
    });
    const changed = api.company.temporal.client.workflow.getHandle('changed:jira:LED-2');
    await changed.result();
    expect((await checks()) - before).toBeLessThanOrEqual(3);
    expect(await stageOf('LED-2')).toBe('awaiting_approval');
  });

  it('a good stays that was given for what is still so', async () => {
    await api.call(nora, 'POST', '/releases/LED-2/accept', { body: {} });
    await api.company.untilStage('LED-2', 'ready');
    await tell('jira', { issue: { key: 'LED-2' }, comment: {} });
    await api.company.temporal.client.workflow.getHandle('changed:jira:LED-2').result();
    expect(await api.company.statusOf('LED-2')).toMatchObject({ stage: 'ready', acceptedBy: ['U_NORA'] });
  });

  it('is understood by its issues, its code and its checks', async () => {
    await ask('ACME/SHOP#7');
    const repository = { full_name: 'acme/shop' };
    const pull = { number: 12, title: 'Refunds', body: 'Closes #7', head: { ref: 'refunds' } };
    const tickets = { tickets: ['ACME/SHOP#7'] };
    const github = (event: string, body: object) => tell('github', { ...body, repository }, { event });
    expect((await github('issues', { issue: { number: 7 } })).body).toEqual(tickets);
    expect((await github('pull_request', { pull_request: pull })).body).toEqual(tickets);
    expect((await github('pull_request_review', { pull_request: pull })).body).toEqual(tickets);
    const suite = { head_branch: 'led-2-refunds', pull_requests: [] };
    expect((await github('check_suite', { check_suite: suite })).body).toEqual({ tickets: ['LED-2'] });
    expect((await github('ping', { zen: 'Keep it logically awesome.' })).body).toEqual({ ignored: true });
    const gitea = await tell('gitea', { issue: { number: 7 }, repository }, { event: 'issues' });
    expect(gitea.body).toEqual(tickets);
    const project = { path_with_namespace: 'acme/shop' };
    const note = { object_kind: 'note', project, issue: { iid: 7 } };
    expect((await tell('gitlab', note)).body).toEqual(tickets);
    const merge = {
      object_kind: 'merge_request',
      project,
      object_attributes: { iid: 3, source_branch: 'LED-2' },
    };
    expect((await tell('gitlab', merge)).body).toEqual({ tickets: ['LED-2'] });
    expect((await tell('argo', { ticket: 'LED-2' })).body).toEqual({ tickets: ['LED-2'] });
  });
});

describe('who proves nothing', () => {
  const body = JSON.stringify({ ticket: 'LED-2', event: 'started' });
  const right = () => signed('argo', body);

  it.each<readonly [string, string, () => Readonly<Record<string, string>>]>([
    ['no signature', 'argo', () => ({})],
    ['a wrong one', 'argo', () => ({ ...right(), 'webhook-signature': 'v1,AAAA' })],
    ['one of another body', 'argo', () => signed('argo', `${body} `)],
    ['another ID', 'argo', () => ({ ...right(), 'webhook-id': 'mine' })],
    ['an old one', 'argo', () => signed('argo', body, { at: new Date(Date.now() - 6 * 60_000) })],
    ['one of the future', 'argo', () => signed('argo', body, { at: new Date(Date.now() + 6 * 60_000) })],
    ['a secret of nobody', 'argo', () => signed('argo', body, { secret: `whsec_${btoa('another secret')}` })],
    ['that of another hook', 'github', right],
    ['a bearer token', 'argo', () => ({ Authorization: `Bearer ${ann}` })],
    ['a name that is none', 'argo2', right],
    ['a name of JavaScript', 'constructor', right],
    ['a hook without a secret', 'nameless', () => signed('nameless', body, { secret: 'undefined' })],
    ['an old time, to Grafana', 'grafana', () => signed('grafana', body, { at: new Date(0) })],
    [
      'a secret without a time, to Grafana',
      'grafana',
      () => ({ Authorization: 'Bearer a-secret-of-grafana' }),
    ],
  ])('%s: learns nothing and changes nothing', async (_, name, headers) => {
    const refused = await postRaw(api.url, name, body, headers());
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const unknown = await postRaw(api.url, 'there-is-none', body, headers());
    expect([refused.status, refused.body]).toEqual([401, unknown.body]);
    expect(await stageOf('LED-2')).toBe('ready');
  });

  it('learns nothing of a secret that cannot be read, and another one is good all the same', async () => {
    const text = JSON.stringify({ zen: 'Design for failure.' });
    const right = signed('github', text, { event: 'ping' });
    expect(await postRaw(api.url, 'broken', text, right)).toMatchObject({ status: 202 });
    expect(await postRaw(api.url, 'broken', text, {})).toMatchObject({ status: 401 });
  });

  it('an earlier secret is good while it is named', async () => {
    const ping = { ticket: 'LED-2' };
    expect(await tell('argo', ping, { secret: hookSecrets.HOOK_STANDARD_OLD })).toMatchObject({
      status: 202,
    });
    expect(await tell('narrow', ping, { secret: hookSecrets.HOOK_STANDARD_OLD })).toMatchObject({
      status: 401,
    });
  });

  it('GitLab signs as Standard Webhooks do, where it has such a secret', async () => {
    const text = JSON.stringify({ object_kind: 'push' });
    const headers = signed('argo', text);
    expect(await postRaw(api.url, 'gitlab-signing', text, headers)).toMatchObject({ status: 202 });
    const later = { ...headers, 'webhook-timestamp': '1' };
    expect(await postRaw(api.url, 'gitlab-signing', text, later)).toMatchObject({ status: 401 });
    expect(await postRaw(api.url, 'gitlab', text, headers)).toMatchObject({ status: 401 });
  });

  it('what cannot be read is told to who has proven', async () => {
    const raw = (text: string) => postRaw(api.url, 'argo', text, signed('argo', text));
    expect(await raw('{')).toMatchObject({ status: 422, body: { code: 'unreadable' } });
    expect(await raw('[]')).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(await raw('{"ticket": "LED-2", "event": "exploded"}')).toMatchObject({ status: 422 });
    expect(await raw(JSON.stringify({ event: 'started' }))).toMatchObject({ status: 422 });
    const large = JSON.stringify({ ticket: 'x'.repeat(1_100_000) });
    // A body that is not read to its end closes the connection.
    const alone = { Connection: 'close' };
    const refused = await postRaw(api.url, 'argo', large, { ...signed('argo', large), ...alone });
    expect(refused).toMatchObject({ status: 413 });
    expect(await postRaw(api.url, 'there-is-none', large, alone)).toMatchObject({ status: 413 });
  });

  it('sends no more large bodies after thirty; who proves it does, and small ones come through', async () => {
    const large = (serial: number) =>
      JSON.stringify({ ticket: 'LED-2', padding: 'x'.repeat(150_000), serial });
    const unproven = () =>
      postRaw(api.url, 'argo', large(0), { ...signed('argo', '{}'), Connection: 'close' });
    for (let serial = 0; serial < 40; serial += 1) {
      const text = large(serial);
      expect(await postRaw(api.url, 'argo', text, signed('argo', text))).toMatchObject({ status: 202 });
    }
    const refusedUnread = async () => {
      const all = await Promise.all(Array.from({ length: 40 }, unproven));
      expect(all.filter(({ status }) => ![401, 429].includes(status))).toEqual([]);
      return beforeTheBody(api.url, { ...signed('argo', '{}'), 'Content-Length': '900000' });
    };
    await expect.poll(refusedUnread).toMatch(/^HTTP\/1.1 429 [^]*retry-after: \d/i);
    expect(await tell('argo', { ticket: 'LED-2' })).toMatchObject({ status: 202 });
    // A sender that proves itself by a header is still read.
    const alerts = JSON.stringify({ alerts: [], padding: 'x'.repeat(150_000) });
    expect(await postRaw(api.url, 'alerts', alerts, signed('alerts', alerts))).toMatchObject({ status: 202 });
    const wrong = { Authorization: 'Bearer wrong', Connection: 'close' };
    expect(await postRaw(api.url, 'alerts', alerts, wrong)).toMatchObject({ status: 429 });
  });
});
