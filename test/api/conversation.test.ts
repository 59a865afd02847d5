/** Releases through the HTTP API alone, on the real server with a real worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schemas from '../../api/schemas.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany, Call } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';

let api: ApiCompany;
let ann: string;
let nora: string;
let sam: string;
let ci: string;

beforeAll(async () => {
  api = await startApiCompany({
    tickets: {
      'PAY-1': ['billing'],
      'PAY-2': ['ledger'],
      'PAY-3': ['ledger'],
      'PAY-4': ['ledger'],
      'PAY-5': ['ios-app'],
      'PAY-6': ['ios-app'],
      'ACME/APP#12': ['ios-app'],
      'PAY-7': ['db'],
    },
  });
  ann = await api.tokenOf('U_ANN');
  nora = await api.tokenOf('U_NORA');
  sam = await api.tokenOf('U_SAM');
  ci = await api.tokenOf('service:ci', { scopes: ['read', 'deploy'] });
});
afterAll(() => api.close());

const post = (token: string, path: string, body: unknown = {}, call: Call = {}) =>
  api.call(token, 'POST', path, { body, ...call });
const get = (token: string, path: string) => api.call(token, 'GET', path);
const stageOf = async (ticket: string) =>
  (await get(ann, `/releases/${encodeURIComponent(ticket)}`)).body['stage'];
const comesTo = async (ticket: string, stage: string) => {
  const { body } = await get(ann, `/releases/${encodeURIComponent(ticket)}/wait?for=${stage}&timeout=30`);
  expect(body).toMatchObject({ stage, reached: true });
};

/** Requests a release and brings it to its turn. */
async function untilReady(ticket: string, more: object = { noNeedAdmin: true }): Promise<void> {
  expect((await post(ann, '/releases', { tickets: [ticket], ...more })).status).toBe(201);
  await comesTo(ticket, 'awaiting_approval');
  expect((await post(nora, `/releases/${ticket}/accept`)).status).toBe(200);
  await comesTo(ticket, 'ready');
}

it('plays the conversation of a release, each answer from the release itself', async () => {
  const asked = await post(ann, '/releases', { tickets: ['pay-1'] });
  expect([asked.status, asked.body]).toEqual([
    201,
    { done: true, ticket: 'PAY-1', stage: expect.stringMatching(/^(checking|awaiting_approval)$/) as string },
  ]);
  expect(asked.headers.get('location')).toBe('/api/v1/releases/PAY-1');
  await comesTo('PAY-1', 'awaiting_approval');

  const again = await post(nora, '/releases', { tickets: ['PAY-1'] });
  expect(again).toMatchObject({ status: 409, body: { code: 'alreadyAsked', facts: { requester: 'U_ANN' } } });
  expect(again.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await post(ann, '/releases/PAY-1/accept')).toMatchObject({
    status: 409,
    body: { code: 'notApprover', detail: expect.stringMatching(/approver/) as string },
  });

  expect((await post(nora, '/releases/PAY-1/accept', { note: 'fine' })).body).toMatchObject({ done: true });
  await comesTo('PAY-1', 'awaiting_admin');
  expect((await post(sam, '/releases/PAY-1/adminHere')).body).toMatchObject({ done: true, stage: 'ready' });
  const started = await post(ann, '/releases/PAY-1/depStart');
  expect(started.body).toEqual({
    done: true,
    ticket: 'PAY-1',
    stage: 'deploying',
    tokens: { billing: expect.any(Number) as number, db: expect.any(Number) as number },
  });
  // The lock learns of the start shortly after the release has answered.
  await eventually(async () => {
    const lock = await get(ann, '/locks/billing');
    expect(schemas.lockSchema.parse(lock.body).holders).toMatchObject([{ ticket: 'PAY-1', started: true }]);
  });
  expect((await post(ann, '/releases/PAY-1/depFinish')).body).toMatchObject({ stage: 'finished' });
  await eventually(async () => {
    const { body } = await get(ann, '/releases/PAY-1');
    expect(schemas.releaseSchema.parse(body)).toMatchObject({
      stage: 'finished',
      workflow: 'ended',
      acceptedBy: ['U_NORA'],
    });
  });
  for (const [stage, reached] of [
    ['deploying', true],
    ['needs_work', false],
    ['watching', false],
  ] as const) {
    const { body } = await get(ann, `/releases/PAY-1/wait?for=${stage}`);
    expect(body).toMatchObject({ stage: 'finished', reached });
  }
});

it('waits for no release that was ended in Temporal', async () => {
  await post(ann, '/releases', { tickets: ['PAY-7'] });
  await comesTo('PAY-7', 'awaiting_approval');
  await api.company.temporal.client.workflow.getHandle('release:PAY-7').terminate('a test');
  const { body } = await get(ann, '/releases/PAY-7/wait?for=ready&timeout=600');
  expect(body).toMatchObject({ stage: 'awaiting_approval', workflow: 'brokenOff', reached: false });
});

it('carries out a command once for each Idempotency-Key', async () => {
  await post(ann, '/releases', { tickets: ['PAY-5'] }, { key: 'once-1' });
  expect((await post(ann, '/releases', { tickets: ['PAY-5'] }, { key: 'once-1' })).status).toBe(201);
  await comesTo('PAY-5', 'awaiting_approval');
  const body = { reason: 'not today' };
  expect((await post(nora, '/releases/PAY-5/reject', body, { key: 'once-2' })).status).toBe(200);
  const second = await post(nora, '/releases/PAY-5/reject', body, { key: 'once-2' });
  expect([second.status, second.body['stage']]).toEqual([200, 'rejected']);
  await eventually(async () => {
    const { body: log } = await get(ann, '/log?ticket=PAY-5');
    const rejected = schemas.logSchema.parse(log).events.filter(({ type }) => type === 'rejected');
    expect(rejected).toMatchObject([{ commandId: 'once-2', via: 'api', actor: 'U_NORA' }]);
  });
});

it('takes words with every signal, under either name', async () => {
  await post(ann, '/releases', { tickets: ['PAY-5'] });
  await comesTo('PAY-5', 'awaiting_approval');
  expect(await post(ann, '/releases/PAY-5/recheck', { reason: 'look again' })).toMatchObject({ status: 200 });
  await comesTo('PAY-5', 'awaiting_approval');
  const toBen = { user: 'U_BEN', note: 'I am off' };
  expect(await post(ann, '/releases/PAY-5/handover', toBen)).toMatchObject({ status: 200 });
  const { body } = await post(nora, '/releases/PAY-5/reject', { note: 'not today' }, { key: 'by-note' });
  expect(body).toMatchObject({ stage: 'rejected' });
  await eventually(async () => {
    const { body: log } = await get(ann, '/log?ticket=PAY-5');
    const { events } = schemas.logSchema.parse(log);
    expect(events.find(({ commandId }) => commandId === 'by-note')?.facts).toMatchObject({
      reason: 'not today',
    });
  });
});

it('says of a ticket that no tracker knows that it is unknown, as often as it is asked for', async () => {
  const unknown = (ticket: string) => ({ status: 404, body: { code: 'unknownTicket', facts: { ticket } } });
  // The previous release may still be checking, and has the key.
  const taken = { status: 409, body: { code: 'alreadyAsked' } };
  const asked = async (body: unknown, key?: string) =>
    eventually(async () => {
      const answer = await post(ann, '/releases', body, key === undefined ? {} : { key });
      expect(answer.body).not.toMatchObject({ stage: 'checking' });
      return answer;
    });
  for (let i = 0; i < 10; i += 1) {
    const answer = await post(ann, '/releases', { tickets: ['NO-1'] });
    expect(answer).toMatchObject(answer.status === 409 ? taken : unknown('NO-1'));
  }
  expect(await asked({ tickets: ['NO-2'] }, 'unknown-1')).toMatchObject(unknown('NO-2'));
  expect(await asked({ tickets: ['NO-2'] }, 'unknown-1')).toMatchObject(unknown('NO-2'));
  expect(await asked({ tickets: ['PAY-5', 'NO-3'] })).toMatchObject(unknown('NO-3'));
  expect(await post(ann, '/commands', { text: 'dobro NO-4' })).toMatchObject({
    ...unknown('NO-4'),
    body: { detail: expect.stringContaining('NO-4') as string },
  });
  expect((await get(ann, '/releases/NO-1')).status).toBe(404);
});

it('refuses an Idempotency-Key that another command was given by', async () => {
  const used = { status: 422, body: { code: 'keyUsed' } };
  await post(ann, '/releases', { tickets: ['PAY-5'] }, { key: 'used-1' });
  await comesTo('PAY-5', 'awaiting_approval');
  const body = { reason: 'no' };
  expect(await post(nora, '/releases/PAY-5/reject', body, { key: 'used-1' })).toMatchObject(used);
  expect(await stageOf('PAY-5')).toBe('awaiting_approval');
  await post(nora, '/releases/PAY-5/reject', body, { key: 'used-2' });
  // A closed release remembers the key as well.
  expect(await post(ann, '/releases/PAY-5/cancel', {}, { key: 'used-2' })).toMatchObject(used);
  const freeze = await post(nora, '/locks/ledger/freeze', body, { key: 'used-3' });
  expect(freeze.status).toBe(200);
  // Nobody is told that somebody else's command was theirs.
  expect(await post(ann, '/releases/PAY-5/reject', body, { key: 'used-2' })).toMatchObject(used);
  expect(await post(ann, '/locks/ledger/freeze', body, { key: 'used-3' })).toMatchObject(used);
  expect(await post(nora, '/locks/ledger/unfreeze', {}, { key: 'used-3' })).toMatchObject(used);
  // Nor that a changed command was carried out.
  expect(await post(nora, '/locks/ledger/freeze', { reason: 'yes' }, { key: 'used-3' })).toMatchObject(used);
  expect(await post(nora, '/releases/PAY-5/reject', { reason: 'yes' }, { key: 'used-2' })).toMatchObject(
    used,
  );
  const more = { tickets: ['PAY-5'], hotfix: true };
  expect(await post(ann, '/releases', more, { key: 'used-1' })).toMatchObject(used);
  // "for 2h" ends later with each delivery, but is the same text.
  const forHours = { text: 'freeze db for 2h no' };
  const frozen = await post(nora, '/commands', forHours, { key: 'used-4' });
  expect(frozen.status).toBe(200);
  expect((await post(nora, '/commands', forHours, { key: 'used-4' })).body).toEqual(frozen.body);
  expect((await api.company.lock('ledger')).freezes).toHaveLength(1);
  expect((await post(nora, '/locks/ledger/unfreeze')).status).toBe(200);
  expect((await post(nora, '/locks/db/unfreeze')).status).toBe(200);
});

it('reaches a key with a slash, however the letters are', async () => {
  const path = `/releases/${encodeURIComponent('acme/app#12')}`;
  expect((await post(ann, '/releases', { tickets: ['acme/app#12'] })).body).toMatchObject({
    ticket: 'ACME/APP#12',
  });
  await comesTo('acme/app#12', 'awaiting_approval');
  expect((await get(ann, path)).body).toMatchObject({ ticket: 'ACME/APP#12' });
  expect((await post(nora, `${path}/reject`, { reason: 'why not' })).body).toMatchObject({
    stage: 'rejected',
  });
});

it('releases several tickets, a page or a text, by any of their keys', async () => {
  expect((await post(ann, '/releases', { tickets: ['PAY-6', 'PAY-3'], noNeedAdmin: true })).status).toBe(201);
  await comesTo('PAY-3', 'awaiting_approval');
  expect((await get(ann, '/releases/PAY-3')).body).toMatchObject({
    ticket: 'PAY-6',
    tickets: ['PAY-6', 'PAY-3'],
  });
  expect((await post(nora, '/releases/PAY-3/accept')).status).toBe(200);
  await comesTo('PAY-3', 'ready');
  // A claim reaches the release through its alias.
  expect((await post(ci, '/releases/PAY-3/depStart')).body).toMatchObject({
    ticket: 'PAY-6',
    stage: 'deploying',
    tokens: { ledger: expect.any(Number) as number },
  });
  expect((await post(ci, '/releases/PAY-3/depRollback')).body).toMatchObject({ stage: 'rolled_back' });

  const text = await post(ann, '/releases', {
    text: 'Rotate the keys',
    components: ['ios-app'],
    wikiLink: null,
  });
  expect(text.body).toMatchObject({ ticket: expect.stringMatching(/^REL-\d+$/) as string });
  await comesTo(String(text.body['ticket']), 'awaiting_approval');
  expect(await get(ann, `/releases/${String(text.body['ticket'])}/check`)).toMatchObject({
    status: 200,
    body: { outcome: 'checked', title: 'Rotate the keys', scope: { components: ['ios-app'] } },
  });
  // A release that waits for its requester to name components is not checked yet.
  const page = await post(ann, '/releases', { wikiLink: 'https://wiki.example.com/Rotate_keys' });
  const ofPage = String(page.body['ticket']);
  await expect
    .poll(async () => (await get(ann, `/releases/${ofPage}`)).body)
    .toMatchObject({
      asked: { items: [{ kind: 'page', url: 'https://wiki.example.com/Rotate_keys' }] },
      problems: { noComponent: true },
    });
  const { body: told } = await post(ann, '/commands', { text: `status ${ofPage}` });
  expect(told['text']).toMatch(/needs work.*names no component.*recheck/s);
  expect(await get(ann, `/releases/${ofPage}/check`)).toMatchObject({
    status: 200,
    body: { evidence: { releaseDocs: 'https://wiki.example.com/Rotate_keys' } },
  });
  expect((await post(ann, `/releases/${ofPage}/cancel`)).status).toBe(200);
  expect(await get(ann, '/releases/REL-777/check')).toMatchObject({
    status: 404,
    body: { code: 'noRelease' },
  });
  expect((await post(ann, `/releases/${String(text.body['ticket'])}/cancel`)).body).toMatchObject({
    stage: 'cancelled',
  });
});

describe('a token for operations', () => {
  const freezesOf = async (component: string) => (await api.company.lock(component)).freezes;

  it('lets a service freeze and unlock what it is for, though it has no role', async () => {
    const ops = await api.tokenOf('service:ops', { scopes: ['operate'], components: ['db'] });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await post(ops, '/locks/db/freeze', { reason: 'backup', until })).status).toBe(200);
    expect(await freezesOf('db')).toMatchObject([{ by: 'service:ops', reason: 'backup', until }]);
    expect(await post(ops, '/locks/all/freeze', { reason: 'all' })).toMatchObject({ status: 403 });
    expect(await post(ops, '/locks/ledger/freeze', { reason: 'other' })).toMatchObject({ status: 403 });
    expect((await post(ops, '/locks/db/unfreeze')).status).toBe(200);
    expect(await post(ops, '/locks/db/unfreeze')).toMatchObject({ status: 409, body: { code: 'notFrozen' } });
    const everywhere = await api.tokenOf('service:ops', { scopes: ['operate'] });
    expect((await post(everywhere, '/locks/all/freeze', { reason: 'all' })).status).toBe(200);
    expect(await freezesOf('ledger')).toHaveLength(1);
    expect((await post(everywhere, '/locks/all/unfreeze')).status).toBe(200);
  });

  it('takes no reason that steers a terminal, in words and by its endpoint', async () => {
    const ops = await api.tokenOf('service:ops', { scopes: ['operate'] });
    const reason = 'a\u001b]0;b\u0007 \u202ec';
    await post(ops, '/locks/db/freeze', { reason });
    await post(nora, '/commands', { text: `freeze db for 2h ${reason}` });
    expect((await freezesOf('db')).map((freeze) => freeze.reason)).toEqual(['a]0;b c', 'a]0;b c']);
    expect((await post(ops, '/locks/db/freeze', { reason: '\u001b\u202e ' })).status).toBe(422);
    for (const token of [ops, nora]) await post(token, '/locks/db/unfreeze');
  });

  it('leaves a freeze that people can lift by the name of the service', async () => {
    const ops = await api.tokenOf('service:ops', { scopes: ['operate'] });
    const words = (text: string) => post(nora, '/commands', { text });
    await post(ops, '/locks/db/freeze', { reason: 'backup' });
    const refused = await words('unfreeze db');
    expect(refused).toMatchObject({ status: 409, body: { code: 'frozenByOthers' } });
    expect(refused.body['detail']).toContain('unfreeze db service:ops');
    expect((await words('unfreeze db service:ops')).status).toBe(200);
    await post(ops, '/locks/all/freeze', { reason: 'backup' });
    expect((await post(nora, '/locks/all/unfreeze', { user: 'service:ops' })).status).toBe(200);
    expect(await freezesOf('db')).toEqual([]);
  });

  it('gives a person no role, nor whoever only reaches Temporal', async () => {
    const ben = await api.tokenOf('U_BEN', { scopes: ['operate'] });
    expect(await post(ben, '/locks/db/freeze', { reason: 'mine' })).toMatchObject({
      status: 409,
      body: { code: 'notApproverOrAdmin' },
    });
    const lock = api.company.temporal.client.workflow.getHandle('lock:db');
    const forged = { signal: 'freeze', actor: 'service:ops', reason: 'mine' };
    expect(await lock.executeUpdate('command', { args: [forged] })).toMatchObject({
      code: 'notApproverOrAdmin',
    });
    expect(await freezesOf('db')).toEqual([]);
  });
});

describe('a token for deployments', () => {
  it('starts and finishes what neither is its own nor has it as admin', async () => {
    await untilReady('PAY-2');
    expect(
      await post(await api.tokenOf('U_BEN', { scopes: ['request'] }), '/releases/PAY-2/depStart'),
    ).toMatchObject({ status: 403, body: { code: 'outsideScope' } });
    const other = await api.tokenOf('service:other', { scopes: ['deploy'], components: ['billing'] });
    expect(await post(other, '/releases/PAY-2/depStart')).toMatchObject({
      status: 403,
      body: { code: 'outsideComponents' },
    });
    expect(await stageOf('PAY-2')).toBe('ready');
    expect((await post(ci, '/releases/PAY-2/depStart')).body).toMatchObject({ stage: 'deploying' });
    expect((await post(ci, '/releases/PAY-2/depFinish')).body).toMatchObject({ stage: 'finished' });
  });

  it('cannot be claimed by whoever only reaches Temporal', async () => {
    await untilReady('PAY-4');
    const release = api.company.temporal.client.workflow.getHandle('release:PAY-4');
    const [known] = (await api.tokens.all()).filter(({ actor }) => actor === 'service:ci');
    const claim = { token: known?.id, at: Date.now(), proof: '0'.repeat(64) };
    const payload = { actor: 'service:ci', commandId: 'forged', claim };
    expect(
      await release.executeUpdate('command', { args: [{ signal: 'depStart', ...payload }] }),
    ).toMatchObject({
      done: false,
      code: 'notRequesterOrAdmin',
    });
    await release.signal('depStart', { ...payload, commandId: 'forged-2' });
    expect(await stageOf('PAY-4')).toBe('ready');
    await post(ann, '/releases/PAY-4/cancel');
  });
});
