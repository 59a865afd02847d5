/** A deployment protection rule of GitHub: deployments wait for the turn of their release. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskQueue } from '../../domain/messages/workflows.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { hookSecrets, hookSettings, tellHook } from '../support/hooks.ts';

let api: ApiCompany;
let ann: string;
let nora: string;
let server: Server;
let base: string;

interface Review {
  readonly run: string;
  readonly environment_name: string;
  readonly state?: string;
  readonly comment: string;
  readonly authorization: string | undefined;
}
const reviews: Review[] = [];
/** Runs that no longer wait: GitHub answers 404 to their reviews. */
const gone = new Set<string>();

/** The part of GitHub's API that a protection rule uses. */
async function startGithub(): Promise<void> {
  server = createServer((request, response) => {
    const answer = (status: number, body: object = {}) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const path = request.url ?? '';
    const [, run] = /\/actions\/runs\/(\d+)(?:\/deployment_protection_rule)?$/.exec(path) ?? [];
    if (path === '/api/v3/repos/acme/shop/installation') answer(200, { id: 9 });
    else if (path === '/api/v3/app/installations/9/access_tokens')
      answer(201, {
        token: 'ghs_1',
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
        permissions: {},
      });
    else if (run === undefined) answer(404);
    else if (request.method === 'GET') answer(200, { status: gone.has(run) ? 'completed' : 'waiting' });
    else
      void json(request).then((body) => {
        if (gone.has(run)) {
          answer(404);
          return;
        }
        const { authorization } = request.headers;
        reviews.push({ run, authorization, ...(body as Omit<Review, 'run' | 'authorization'>) });
        response.writeHead(204).end();
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  await startGithub();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const app = { appId: 4711, privateKeyEnv: 'GATE_KEY', url: base };
  api = await startApiCompany({
    tickets: {
      ...{ 'GATE-1': ['billing'], 'GATE-2': ['billing'], 'GATE-3': ['ledger'], 'GATE-4': ['ledger'] },
      ...{ 'GATE-5': ['ios-app'], 'GATE-6': ['ios-app'] },
    },
    settings: {
      hooks: { ...hookSettings, github: { ...hookSettings.github, app } },
      internalHosts: ['127.0.0.1'],
    },
    env: { ...hookSecrets, GATE_KEY: privateKey },
  });
  ann = await api.tokenOf('U_ANN');
  nora = await api.tokenOf('U_NORA');
});
afterAll(async () => {
  await api.close();
  server.close();
});

const act = (token: string, ticket: string, signal: string, body: object = {}) =>
  api.call(token, 'POST', `/releases/${ticket}/${signal}`, { body });
async function ask(ticket: string): Promise<void> {
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
  await api.company.untilStage(ticket, 'awaiting_approval');
}

const requestOf = (run: number, ref: string, more: object = {}) => ({
  action: 'requested',
  environment: 'production',
  event: 'push',
  deployment_callback_url: `${base}/api/v3/repos/acme/shop/actions/runs/${run}/deployment_protection_rule`,
  deployment: { id: run, ref, payload: {} },
  repository: { full_name: 'acme/shop' },
  installation: { id: 9 },
  ...more,
});
const tell = (body: object) => tellHook(api.url, 'github', body, { event: 'deployment_protection_rule' });
const reviewsOf = (run: number) => reviews.filter((review) => review.run === String(run));
const untilReviewed = (run: number, like: Partial<Record<keyof Review, unknown>>) =>
  eventually(() => {
    expect(reviewsOf(run).at(-1)).toMatchObject(like);
  });

it('tells what its release waits for, and lets it pass with the tokens when it has its turn', async () => {
  const request = requestOf(1, 'feature/gate-1-refunds');
  const [first, copy] = [await tell(request), await tell(request)];
  expect([first.status, first.body, copy.status]).toEqual([202, { accepted: true }, 202]);
  await untilReviewed(1, { comment: expect.stringMatching(/No release of GATE-1 is open/) as string });
  await ask('GATE-1');
  await untilReviewed(1, { comment: expect.stringMatching(/GATE-1/) as string });
  await act(nora, 'GATE-1', 'accept');
  await untilReviewed(1, {
    state: 'approved',
    environment_name: 'production',
    authorization: 'Bearer ghs_1',
  });
  expect(reviewsOf(1).at(-1)?.comment).toMatch(/GATE-1 has started.*"billing":\d+/);
  const { stage, history } = await api.company.statusOf('GATE-1');
  expect(stage).toBe('deploying');
  expect(history.filter(({ type }) => type === 'started')).toMatchObject([{ actor: 'service:github' }]);
  const comments = reviewsOf(1).map(({ comment }) => comment);
  expect(new Set(comments).size).toBe(comments.length);
  expect(comments.length).toBeLessThanOrEqual(11);
});

it('lets no other deployment pass for what is on production', async () => {
  await tell(requestOf(21, 'gate-1-again'));
  await untilReviewed(21, { comment: expect.stringMatching(/GATE-1 is on production by another/) as string });
  await tell(requestOf(22, 'main'));
  await untilReviewed(22, { comment: expect.stringMatching(/names no ticket/) as string });
  // The workflow run of the release itself is re-run.
  await tell(requestOf(1, 'feature/gate-1-refunds', { installation: { id: 10 } }));
  await expect.poll(() => reviewsOf(1).filter(({ state }) => state === 'approved')).toHaveLength(2);
  expect([...reviewsOf(21), ...reviewsOf(22)].map(({ state }) => state)).not.toContain('approved');
});

it('lets the first deployment pass that names what a person has started', async () => {
  await ask('GATE-5');
  await act(nora, 'GATE-5', 'accept');
  await api.company.untilStage('GATE-5', 'ready');
  await act(ann, 'GATE-5', 'depStart');
  await tell(requestOf(23, 'GATE-5'));
  await untilReviewed(23, { state: 'approved' });
  await tell(requestOf(24, 'GATE-5'));
  await untilReviewed(24, { comment: expect.stringMatching(/GATE-5 is on production by another/) as string });
  await act(ann, 'GATE-5', 'depFinish');
  await untilReviewed(24, { state: 'rejected' });
});

it('stands in line behind another, and is refused when its release ends', async () => {
  await tell(requestOf(2, 'GATE-2'));
  await ask('GATE-2');
  await act(nora, 'GATE-2', 'accept');
  await api.company.untilStage('GATE-2', 'queued');
  await untilReviewed(2, { comment: expect.stringMatching(/GATE-1/) as string });
  expect(reviewsOf(2).every(({ state }) => state === undefined)).toBe(true);
  await act(ann, 'GATE-2', 'cancel');
  await untilReviewed(2, {
    state: 'rejected',
    comment: expect.stringMatching(/GATE-2.*cancelled/) as string,
  });
  await act(ann, 'GATE-1', 'depFinish');
});

it('starts nothing where nobody waits any more', async () => {
  gone.add('3');
  await ask('GATE-3');
  await act(nora, 'GATE-3', 'accept');
  await api.company.untilStage('GATE-3', 'ready');
  await tell(requestOf(3, 'GATE-3'));
  const { client } = api.company.temporal;
  const [gate] = await eventually(async () => {
    const all = [];
    for await (const found of client.workflow.list({
      query: "WorkflowType = 'gate' AND ExecutionStatus = 'Failed'",
    }))
      all.push(found);
    expect(all).toHaveLength(1);
    return all;
  });
  expect(gate?.workflowId).toMatch(/^gate:github:/);
  expect((await api.company.statusOf('GATE-3')).stage).toBe('ready');
});

it('starts nothing for a run that was cancelled after all was said', async () => {
  await api.call(nora, 'POST', '/locks/ledger/freeze', { body: { reason: 'works' } });
  await tell(requestOf(25, 'GATE-3'));
  await untilReviewed(25, { comment: expect.stringMatching(/frozen/) as string });
  gone.add('25');
  await api.call(nora, 'POST', '/locks/ledger/unfreeze', { body: {} });
  const { client } = api.company.temporal;
  const failed = "WorkflowType = 'gate' AND ExecutionStatus = 'Failed'";
  await expect.poll(async () => (await client.workflow.count(failed)).count).toBe(2);
  expect((await api.company.statusOf('GATE-3')).stage).toBe('ready');
});

it('leaves the place of a run that was cancelled to another one', async () => {
  await ask('GATE-6');
  await act(nora, 'GATE-6', 'accept');
  await api.company.untilStage('GATE-6', 'ready');
  await act(ann, 'GATE-6', 'depStart');
  gone.add('27');
  await tell(requestOf(27, 'GATE-6'));
  const { client } = api.company.temporal;
  const failed = "WorkflowType = 'gate' AND ExecutionStatus = 'Failed'";
  await expect.poll(async () => (await client.workflow.count(failed)).count).toBe(3);
  await tell(requestOf(28, 'GATE-6'));
  await untilReviewed(28, { state: 'approved' });
  await act(ann, 'GATE-6', 'depFinish');
});

it('is answered at the server of the configuration alone, and for its environments', async () => {
  const elsewhere = 'https://evil.example.com/repos/acme/shop/actions/runs/4/deployment_protection_rule';
  expect(await tell(requestOf(4, 'GATE-4', { deployment_callback_url: elsewhere }))).toMatchObject({
    status: 422,
  });
  const other = `${base}/api/v3/repos/acme/shop/../../admin/actions/runs/4/deployment_protection_rule`;
  expect(await tell(requestOf(4, 'GATE-4', { deployment_callback_url: other }))).toMatchObject({
    status: 422,
  });
  const withoutApp = await tellHook(api.url, 'gitea', requestOf(4, 'GATE-4'), {
    event: 'deployment_protection_rule',
  });
  expect(withoutApp.body).toEqual({ ignored: true });
  await tell(requestOf(5, 'GATE-4', { environment: 'moon' }));
  await untilReviewed(5, { state: 'rejected', comment: expect.stringMatching(/moon/) as string });
});

it('is refused after 29 days, and not before', async () => {
  const { client } = api.company.temporal;
  const open = (run: number, requestedAt: number) => {
    const { repository, deployment_callback_url: callback } = requestOf(run, 'GATE-4');
    const asked = {
      ...{
        hook: 'github',
        id: `old-${run}`,
        callback,
        environment: 'production',
        repository: repository.full_name,
      },
      ...{ components: ['ledger'], ticket: 'GATE-4', texts: [], requestedAt },
    };
    return client.workflow.start('gate', {
      taskQueue,
      workflowId: `gate:github:old-${run}`,
      args: [{ asked }],
    });
  };
  const dayMs = 24 * 3_600_000;
  await open(10, Date.now() - 29 * dayMs - 60_000);
  await open(11, Date.now() - 28 * dayMs);
  await untilReviewed(10, { state: 'rejected', comment: expect.stringMatching(/29 days/) as string });
  await untilReviewed(11, { comment: expect.stringMatching(/No release of GATE-4 is open/) as string });
  expect(reviewsOf(11).every(({ state }) => state === undefined)).toBe(true);
});

it('is refused to whom the configuration does not name, whatever JavaScript has of that name', async () => {
  await tell(requestOf(6, 'GATE-4', { environment: 'constructor' }));
  await untilReviewed(6, { state: 'rejected', comment: expect.stringMatching(/constructor/) as string });
});

it('is refused to the pull request of a fork, which would start the release of somebody else', async () => {
  await ask('GATE-4');
  const side = (id: number) => ({ ref: 'GATE-4', repo: { id } });
  const pull = (from: number) => ({
    event: 'pull_request',
    pull_requests: [{ head: side(from), base: side(1) }],
  });
  await tell(requestOf(7, 'GATE-4', { event: 'pull_request', pull_requests: [] }));
  await tell(requestOf(8, 'GATE-4', pull(2)));
  await tell(requestOf(9, 'GATE-4', pull(1)));
  const refused = { state: 'rejected', comment: expect.stringMatching(/another repository/) as string };
  await untilReviewed(7, refused);
  await untilReviewed(8, refused);
  await untilReviewed(9, { comment: expect.stringMatching(/GATE-4.*approv/s) as string });
});
