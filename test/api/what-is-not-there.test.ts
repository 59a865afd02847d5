/** What does not exist, is not known yet, or is done only in part, on the real server with a real worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schemas from '../../api/schemas.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany, Call } from '../support/api.ts';
import { components } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let api: ApiCompany;
let ann: string;
let nora: string;

beforeAll(async () => {
  api = await startApiCompany({
    tickets: { 'PAY-1': ['ios-app'], 'PAY-2': [], 'PAY-3': ['ios-app'], 'PAY-4': ['ios-app'] },
    components: { ...components, vault: { critical: true, approvers: ['U_BEN'] } },
  });
  ann = await api.tokenOf('U_ANN');
  nora = await api.tokenOf('U_NORA');
});
afterAll(() => api.close());

const post = (token: string, path: string, body: unknown = {}, call: Call = {}) =>
  api.call(token, 'POST', path, { body, ...call });
const get = (token: string, path: string) => api.call(token, 'GET', path);
const say = (token: string, text: string) => post(token, '/commands', { text });
const freezesOf = async (component: string) => (await api.company.lock(component)).freezes;

it('a token for a component reads and withdraws what is of no known component yet, and starts nothing', async () => {
  const scopes = ['read', 'request', 'deploy'] as const;
  const billing = await api.tokenOf('U_ANN', { scopes: [...scopes], components: ['billing'] });
  const asked = await post(ann, '/releases', { tickets: ['PAY-2'] });
  expect(asked).toMatchObject({ status: 201, body: { stage: 'needs_work' } });
  expect(await get(billing, '/releases/PAY-2')).toMatchObject({ status: 200, body: { components: [] } });
  expect(await get(billing, '/releases/PAY-2/wait?for=awaiting_approval&timeout=0')).toMatchObject({
    status: 200,
    body: { reached: false },
  });
  expect((await say(billing, 'status PAY-2')).status).toBe(200);
  for (const path of ['/releases/PAY-2/depStart', '/releases/PAY-2/depFinish']) {
    expect(await post(billing, path)).toMatchObject({ status: 403, body: { code: 'outsideComponents' } });
  }
  // The token allows it; the release refuses it, since it is not Ben's.
  const bens = await api.tokenOf('U_BEN', { scopes: [...scopes], components: ['billing'] });
  expect(await post(bens, '/releases/PAY-2/cancel')).toMatchObject({ status: 409 });
  expect(await post(billing, '/releases/PAY-2/cancel')).toMatchObject({ status: 200 });
  const known = await post(ann, '/releases', { tickets: ['PAY-3'] });
  expect(known.status).toBe(201);
  await api.company.untilStage('PAY-3', 'awaiting_approval');
  expect((await get(billing, '/releases/PAY-3')).status).toBe(403);
  expect((await post(billing, '/releases/PAY-3/cancel')).status).toBe(403);
  expect((await post(ann, '/releases/PAY-3/cancel')).status).toBe(200);
});

describe('a command to several locks', () => {
  it('is done where some of them carry it out, and says of each what came of it', async () => {
    expect((await say(nora, 'freeze billing works')).status).toBe(200);
    const told = await say(nora, 'unfreeze billing,db');
    expect(told).toMatchObject({
      status: 200,
      body: {
        answer: {
          ...{ done: true, components: ['billing'], stays: [] },
          refused: [{ component: 'db', code: 'notFrozen', facts: { all: false } }],
        },
        text: expect.stringMatching(/billing.*any more[^]*Not done: db\. .*not frozen/) as string,
      },
    });
    expect(schemas.lockDoneSchema.parse(told.body['answer'])).toEqual(told.body['answer']);
    expect(await freezesOf('billing')).toEqual([]);
  });

  it('is refused where none of them does, and nothing changes', async () => {
    expect(await say(nora, 'unfreeze billing,db')).toMatchObject({
      status: 409,
      body: { code: 'notFrozen', detail: expect.not.stringContaining('Not done') as string },
    });
  });

  it('is done by who may do it with one of them, and the same by its key', async () => {
    const ben = await api.tokenOf('U_BEN');
    const freeze = () => post(ben, '/commands', { text: 'freeze ledger,vault works' }, { key: 'half' });
    const told = await freeze();
    expect(told).toMatchObject({
      status: 200,
      body: {
        answer: { components: ['vault'], refused: [{ component: 'ledger', code: 'notApproverOrAdmin' }] },
      },
    });
    expect((await freeze()).body).toEqual(told.body);
    expect([await freezesOf('vault'), await freezesOf('ledger')]).toMatchObject([[{ by: 'U_BEN' }], []]);
    expect((await say(ben, 'unfreeze vault')).body).toMatchObject({ answer: { components: ['vault'] } });
  });
});

it.each([
  ['2999-01-01T00:00Z', '2999-01-01T00:00:00.000Z'],
  ['2999-01-01T00:00+03:00', '2998-12-31T21:00:00.000Z'],
  ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z'],
])('a freeze until %s is one, by the API, a signal and an update', async (until, told) => {
  const frozen = () =>
    eventually(async () => {
      expect(await freezesOf('db')).toMatchObject([{ until: told }]);
    });
  const lifted = async () => {
    await post(nora, '/locks/db/unfreeze');
    await eventually(async () => {
      expect(await freezesOf('db')).toEqual([]);
    });
  };
  expect((await post(nora, '/locks/db/freeze', { reason: 'works', until })).status).toBe(200);
  await frozen();
  await lifted();
  const lock = api.company.temporal.client.workflow.getHandle('lock:db');
  const payload = { actor: 'U_NORA', reason: 'works', until };
  await lock.signal('freeze', payload);
  await frozen();
  await lifted();
  await lock.executeUpdate('command', { args: [{ ...payload, signal: 'freeze' }] });
  await frozen();
  await lifted();
});

it.each(['soon', '2999-02-30T00:00Z', '2999-01-01T24:30Z'])('a freeze until %s is refused', async (until) => {
  expect((await post(nora, '/locks/db/freeze', { reason: 'works', until })).status).toBe(422);
});

describe('null is what is not there', () => {
  it('in each part that may be left out', async () => {
    const request = { wikiLink: null, text: null, components: null, noNeedAdmin: null, hotfix: null };
    expect(await post(ann, '/releases', { tickets: ['PAY-4'], ...request })).toMatchObject({ status: 201 });
    await api.company.untilStage('PAY-4', 'awaiting_approval');
    expect(await post(ann, '/releases/PAY-4/recheck', { reason: null, note: null })).toMatchObject({
      status: 200,
    });
    await api.company.untilStage('PAY-4', 'awaiting_approval');
    expect((await post(nora, '/releases/PAY-4/accept', { reason: null, note: 'fine' })).status).toBe(200);
    await api.company.untilStage('PAY-4', 'ready');
    const runner = { id: 'the-pipeline', deadAfter: null };
    expect((await post(ann, '/releases/PAY-4/depStart', { note: null, runner })).status).toBe(200);
    expect((await post(ann, '/releases/PAY-4/depFinish', { reason: null, runner: null })).status).toBe(200);
    expect((await post(nora, '/locks/db/freeze', { reason: 'r', until: null })).status).toBe(200);
    expect((await post(nora, '/locks/db/unfreeze', { user: null })).status).toBe(200);
    expect((await post(ann, '/incidents', { text: 'db is slow', at: null })).status).toBe(201);
    const text = { text: 'Rotate the keys', tickets: [], components: ['ios-app'] };
    const rotation = await post(ann, '/releases', text);
    expect(rotation.status).toBe(201);
    await post(ann, `/releases/${String(rotation.body['ticket'])}/cancel`);
  });

  it('as is an empty text, where words may be left out', async () => {
    await post(ann, '/releases', { tickets: ['PAY-4'] });
    await api.company.untilStage('PAY-4', 'awaiting_approval');
    expect((await post(ann, '/releases/PAY-4/recheck', { reason: '', note: '' })).status).toBe(200);
    await api.company.untilStage('PAY-4', 'awaiting_approval');
    expect((await post(nora, '/releases/PAY-4/accept', { reason: '' })).status).toBe(200);
    expect((await post(ann, '/releases/PAY-4/cancel', { note: '' })).status).toBe(200);
    const { events } = await eventually(async () => {
      const log = schemas.logSchema.parse((await get(ann, '/log?ticket=PAY-4')).body);
      expect(log.events[0]).toMatchObject({ type: 'cancelled' });
      return log;
    });
    expect(events[0]?.facts).not.toHaveProperty('reason', '');
  });

  it('but for what is needed', async () => {
    for (const [path, body] of [
      ['/releases', { tickets: null }],
      ['/releases', { tickets: null, text: null, wikiLink: null }],
      ['/releases/PAY-1/reject', { reason: null }],
      ['/releases/PAY-1/reject', { reason: null, note: null }],
      ['/releases/PAY-1/reject', { reason: '' }],
      ['/releases/PAY-1/handover', { user: null }],
      ['/locks/db/freeze', { reason: null }],
      ['/incidents', { text: null }],
    ] as const) {
      expect([path, body, (await post(nora, path, body)).status]).toEqual([path, body, 422]);
    }
  });
});

it('instants that explain something are ISO 8601', async () => {
  const ahead = { status: 409, body: { code: 'timeAhead', facts: { at: '2099-01-01T00:00:00.000Z' } } };
  expect(await get(nora, '/blame?at=2099-01-01T00:00:00Z')).toMatchObject(ahead);
  expect(await post(nora, '/incidents', { text: 'x', at: '2099-01-01T00:00:00Z' })).toMatchObject(ahead);
  const until = '2999-01-01T00:00:00.000Z';
  await post(nora, '/locks/db/freeze', { reason: 'works', until });
  await post(nora, '/locks/db/unfreeze');
  const iso = expect.stringMatching(/^\d{4}-.*Z$/) as string;
  await eventually(async () => {
    const { events } = schemas.logSchema.parse((await get(nora, '/log')).body);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'frozen', facts: expect.objectContaining({ until }) as object }),
    );
    expect(events.filter(({ about }) => about === 'release')).not.toEqual([]);
    for (const { about, facts } of events)
      if (about === 'release') expect(facts).toMatchObject({ since: iso });
  });
});

it('asks for a ticket by the name of the signal, too', async () => {
  const body = { noNeedAdmin: true, components: ['ledger'], wikiLink: null };
  const asked = await post(ann, '/releases/pay-1/request', body, { key: 'by-its-name' });
  expect(asked).toMatchObject({ status: 201, body: { done: true, ticket: 'PAY-1' } });
  expect(asked.headers.get('location')).toBe('/api/v1/releases/PAY-1');
  const again = await post(ann, '/releases/PAY-1/request', body, { key: 'by-its-name' });
  expect([again.status, again.body]).toEqual([201, asked.body]);
  expect(await get(ann, '/releases/PAY-1')).toMatchObject({ body: { components: ['ledger'] } });
  expect(await post(nora, '/releases/PAY-1/request')).toMatchObject({ body: { code: 'alreadyAsked' } });
  expect(await post(ann, '/releases/NO-1/request')).toMatchObject({ body: { code: 'unknownTicket' } });
  expect(await post(ann, '/releases/PAY-3/request', { tickets: ['PAY-3'] })).toMatchObject({ status: 422 });
});

/** Last, since it stops the server. */
it('a server that ends answers first what it has in hand', async () => {
  await api.company.worker().stop();
  const frozen = post(nora, '/locks/ledger/freeze', { reason: 'works' });
  const lock = api.company.temporal.client.workflow.getHandle('lock:ledger');
  await eventually(async () => {
    const { raw } = await lock.describe();
    expect(raw.pendingWorkflowTask).toBeDefined();
  });
  const web = api.web();
  process.kill(web.pid, 'SIGTERM');
  await api.company.startWorker();
  expect((await frozen).status).toBe(200);
  expect(await web.ended).toBe('exit code 0');
});
