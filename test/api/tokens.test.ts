/** Without a token that is valid for it, no endpoint changes anything. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';

let api: ApiCompany;
const tokens: Record<string, string> = {};

const ticket = 'OPS-1';
const untouched = 'OPS-2';
const key = 'a-key';

/** Each endpoint, a body that it accepts, and the scopes of which it needs one. */
const endpoints: readonly (readonly [string, string, object | undefined, readonly string[]])[] = [
  ['POST', '/releases', { tickets: [untouched], components: ['billing'] }, ['request']],
  ['POST', `/releases/${untouched}/request`, { components: ['billing'] }, ['request']],
  ['GET', '/releases?component=billing', undefined, ['read']],
  ['GET', `/releases/${ticket}`, undefined, ['read', 'deploy']],
  ['GET', `/releases/${ticket}/check`, undefined, ['read']],
  ['GET', `/releases/${ticket}/wait?for=ready&timeout=0`, undefined, ['read', 'deploy']],
  ['POST', `/releases/${ticket}/recheck`, {}, ['request']],
  ['POST', `/releases/${ticket}/accept`, {}, ['approve']],
  ['POST', `/releases/${ticket}/reject`, { reason: 'r' }, ['approve']],
  ['POST', `/releases/${ticket}/adminHere`, {}, ['operate']],
  ['POST', `/releases/${ticket}/depStart`, {}, ['deploy']],
  ['POST', `/releases/${ticket}/depFinish`, {}, ['deploy']],
  ['POST', `/releases/${ticket}/depRollback`, {}, ['deploy']],
  ['POST', `/releases/${ticket}/heartbeat`, { runner: 'the-pipeline' }, ['deploy']],
  ['POST', `/releases/${ticket}/cancel`, {}, ['request']],
  ['POST', `/releases/${ticket}/handover`, { user: 'U_BEN' }, ['request']],
  ['POST', `/releases/${ticket}/override`, { reason: 'r' }, ['approve']],
  ['POST', `/releases/${ticket}/hotfix`, { reason: 'r' }, ['approve']],
  ['GET', '/locks/billing', undefined, ['read']],
  ['POST', '/commands', { text: 'mine' }, ['read']],
  ['POST', '/commands', { text: 'status' }, ['read']],
  ['POST', '/commands', { text: `status ${ticket}` }, ['read', 'deploy']],
  ['POST', '/commands', { text: 'queue billing' }, ['read', 'deploy']],
  ['POST', '/locks/billing/freeze', { reason: 'r' }, ['operate']],
  ['POST', '/locks/billing/unfreeze', {}, ['operate']],
  ['POST', '/locks/billing/unlock', { reason: 'r' }, ['operate']],
  ['POST', '/locks/billing/verify', { token: 1 }, ['read', 'deploy']],
  ['GET', '/log?component=billing', undefined, ['read']],
  ['GET', '/blame?at=now&component=billing', undefined, ['read']],
  ['GET', '/stats?component=billing', undefined, ['read']],
  ['POST', '/incidents', { text: 'billing is down' }, ['request', 'deploy', 'operate', 'approve']],
  ['POST', '/commands', { text: `cancel ${ticket}` }, ['request']],
  ['POST', '/commands', { text: 'freeze billing because' }, ['operate']],
];

const scopes = ['read', 'request', 'deploy', 'operate', 'approve'] as const;

beforeAll(async () => {
  api = await startApiCompany({ tickets: { [ticket]: ['billing'], [untouched]: ['billing'] } });
  const everything = await api.tokenOf('U_NORA');
  const ann = await api.tokenOf('U_ANN');
  await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket] } });
  await api.call(ann, 'GET', `/releases/${ticket}/wait?for=awaiting_approval&timeout=30`);
  tokens['revoked'] = await api.tokenOf('U_NORA', { name: 'revoked' });
  expect((await api.call(tokens['revoked'], 'GET', '/locks')).status).toBe(200);
  await api.tokens.revoke('revoked');
  tokens['expired'] = await api.tokenOf('U_NORA', { expiresAt: Date.now() - 1000 });
  tokens['mistyped'] = `${everything.slice(0, -1)}${everything.endsWith('0') ? '1' : '0'}`;
  tokens['of another server'] = everything.replace(/^dob_./, 'dob_9');
  tokens['no token'] = 'let-me-in';
  for (const scope of scopes) tokens[scope] = await api.tokenOf('U_NORA', { scopes: [scope] });
  tokens['elsewhere'] = await api.tokenOf('U_NORA', { components: ['ledger'] });
});
afterAll(() => api.close());

/** Everything that a command could change. */
async function world(): Promise<unknown> {
  const { company } = api;
  const { executions } = await company.temporal.client.workflowService.listWorkflowExecutions({
    namespace: company.temporal.namespace,
    query: `WorkflowId = 'release:${untouched}' OR WorkflowType = 'question'`,
  });
  const locks = await Promise.all(['billing', 'db'].map((name) => company.lock(name)));
  return { release: await company.statusOf(ticket), locks, begun: executions.length };
}

const tried = (token: string | null, [method, path, body]: (typeof endpoints)[number]) =>
  api.call(token, method, path, { ...(body === undefined ? {} : { body }), key });

describe.each(endpoints)('%s %s', (...endpoint) => {
  it('takes a token that is good, and asks for it', async () => {
    const before = await world();
    const cases: readonly (string | null)[] = [
      null,
      ...['revoked', 'expired', 'mistyped', 'of another server', 'no token'].map(
        (name) => tokens[name] ?? '',
      ),
    ];
    for (const token of cases) {
      const told = await tried(token, endpoint);
      expect([told.status, told.body['code']]).toEqual([401, 'noToken']);
      expect(told.headers.get('www-authenticate')).toBe('Bearer');
      expect(told.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    expect(await world()).toEqual(before);
  });

  it('takes one that is for that, and for its component', async () => {
    const before = await world();
    for (const scope of scopes.filter((one) => !endpoint[3].includes(one))) {
      const told = await tried(tokens[scope] ?? '', endpoint);
      expect([scope, told.status, told.body['code']]).toEqual([scope, 403, 'outsideScope']);
    }
    const told = await tried(tokens['elsewhere'] ?? '', endpoint);
    expect([told.status, told.body['code']]).toEqual([403, 'outsideComponents']);
    expect(await world()).toEqual(before);
  });
});

it('leaves no endpoint out', async () => {
  const { body } = await api.call(null, 'GET', '/openapi.json');
  const paths = Object.entries(body['paths'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  const described = paths.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const isTried = (operation: string) => {
    const shape = operation.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '[^/?]+');
    const pattern = new RegExp(`^${shape}(\\?|$)`);
    return endpoints.some(([method, path]) => pattern.test(`${method} ${path}`));
  };
  // The first two require other proofs; the third is tested below.
  expect(described.filter((operation) => !isTried(operation))).toEqual([
    'POST /api/v1/hooks/{name}',
    'POST /api/v1/token',
    'GET /api/v1/locks',
  ]);
});

it('takes no list either without a token that is good', async () => {
  for (const path of ['/locks', '/releases']) {
    for (const name of ['revoked', 'expired', 'no token']) {
      expect((await api.call(tokens[name] ?? '', 'GET', path)).status).toBe(401);
    }
    expect((await api.call(tokens['request'] ?? '', 'GET', path)).body['code']).toBe('outsideScope');
  }
});

it('lists only what a token is for', async () => {
  const listed = async (token: string, path: string) =>
    JSON.stringify((await api.call(token, 'GET', path)).body);
  expect(await listed(tokens['read'] ?? '', '/releases')).toContain(ticket);
  expect(await listed(tokens['elsewhere'] ?? '', '/releases')).not.toContain(ticket);
  expect(await listed(tokens['elsewhere'] ?? '', '/locks')).toMatch(/"component":"ledger"/);
  expect(await listed(tokens['elsewhere'] ?? '', '/locks')).not.toMatch(/"component":"billing"/);
});

it('lets nobody take all components who has a token for some', async () => {
  for (const body of [{ text: 'freeze all because' }, { text: 'queue' }, { text: 'log' }]) {
    const told = await api.call(tokens['elsewhere'] ?? '', 'POST', '/commands', { body });
    expect([told.status, told.body['code']]).toEqual([403, 'outsideComponents']);
  }
});

it('slows down who comes too often, and them alone', async () => {
  const [hasty, other] = [await api.tokenOf('U_ANN'), await api.tokenOf('U_ANN')];
  let refused = null;
  for (let round = 0; refused === null && round < 100; round += 1) {
    const all = await Promise.all(Array.from({ length: 20 }, () => api.call(hasty, 'GET', '/nowhere')));
    refused = all.find(({ status }) => status === 429) ?? null;
  }
  expect(refused?.body).toMatchObject({ code: 'tooMany' });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.call(other, 'GET', '/locks')).status).toBe(200);
});
