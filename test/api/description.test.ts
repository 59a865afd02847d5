/** The API describes itself, and rejects what its description does not allow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as schemas from '../../api/schemas.ts';
import { commandSignals } from '../../domain/command/commands.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';

let api: ApiCompany;
let token: string;
beforeAll(async () => {
  api = await startApiCompany({ tickets: { 'D-1': ['billing'], 'D-2': ['ledger'], 'D-3': ['ios-app'] } });
  token = await api.tokenOf('U_NORA');
  const ann = await api.tokenOf('U_ANN');
  for (const ticket of ['D-1', 'D-2', 'D-3']) {
    await api.call(ann, 'POST', '/releases', { body: { tickets: [ticket], noNeedAdmin: true } });
    await api.call(ann, 'GET', `/releases/${ticket}/wait?for=awaiting_approval&timeout=30`);
  }
  await api.call(token, 'POST', '/releases/D-3/reject', { body: { reason: 'no' } });
});
afterAll(() => api.close());

const get = (path: string, headers = {}) => api.call(token, 'GET', path, { headers });
const post = (path: string, body: unknown) => api.call(token, 'POST', path, { body });

const description = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        requestBody: z.looseObject({ required: z.boolean() }).optional(),
        responses: z.record(z.string(), z.looseObject({ headers: z.looseObject({}).optional() })),
      }),
    ),
  ),
});

const headersOf = (response: { readonly headers?: object | undefined } = {}) =>
  Object.keys(response.headers ?? {});

describe('the description', () => {
  it('is OpenAPI 3.1, names every endpoint, and needs no token', async () => {
    const { status, body } = await api.call(null, 'GET', '/openapi.json');
    const { openapi, paths } = description.parse(body);
    expect([status, openapi]).toEqual([200, '3.1.0']);
    const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace('/api/v1', '')}`),
    );
    expect(endpoints).toEqual(
      expect.arrayContaining([
        ...['post /releases', 'get /releases', 'get /releases/{ticket}', 'get /releases/{ticket}/check'],
        ...commandSignals.map((one) => `post /releases/{ticket}/${one}`),
        ...['get /releases/{ticket}/wait', 'get /locks', 'get /locks/{component}'],
        ...['freeze', 'unfreeze', 'unlock', 'verify'].map((one) => `post /locks/{component}/${one}`),
        ...['get /log', 'get /blame', 'get /stats', 'post /incidents', 'post /token', 'post /hooks/{name}'],
      ]),
    );
    const bodyIsRequired = (path: string) => paths[`/api/v1${path}`]?.['post']?.requestBody?.required;
    expect(bodyIsRequired('/releases/{ticket}/reject')).toBe(true);
    expect(bodyIsRequired('/releases/{ticket}/accept')).toBe(false);
    for (const methods of Object.values(paths)) {
      for (const { responses } of Object.values(methods)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '404', '422', '429']));
        expect([headersOf(responses['405']), headersOf(responses['429'])]).toEqual([
          ['Allow'],
          ['Retry-After'],
        ]);
      }
    }
    expect(headersOf(paths['/api/v1/releases']?.['post']?.responses['201'])).toEqual(['Location']);
  });
});

describe('an answer is as described', () => {
  it.each([
    ['/releases', schemas.releasesSchema],
    ['/releases?component=billing', schemas.releasesSchema],
    ['/releases?stage=rejected', schemas.releasesSchema],
    ['/releases/D-1', schemas.releaseSchema],
    ['/releases/d-1/check', schemas.checkSchema],
    ['/releases/D%E2%80%911', schemas.releaseSchema],
    ['/releases/D-1/wait?for=ready&timeout=0', schemas.waitedSchema],
    ['/locks', schemas.locksSchema],
    ['/locks/db', schemas.lockSchema],
    ['/locks/DB', schemas.lockSchema],
    ['/log', schemas.logSchema],
    ['/log?component=Billing&since=1h', schemas.logSchema],
    ['/blame?at=now', schemas.blameSchema],
    ['/blame?at=5m%20ago&component=billing', schemas.blameSchema],
    ['/blame?at=40m', schemas.blameSchema],
    ['/blame?at=14:05', schemas.blameSchema],
    ['/blame?at=yesterday%2014:05%20%2B03:00', schemas.blameSchema],
    ['/blame?at=2026-01-02T10:00:00%2B03:00', schemas.blameSchema],
    ['/blame?at=2026-01-02T10:00', schemas.blameSchema],
    ['/blame?at=2026-01-02', schemas.blameSchema],
    ['/blame?at=2026-01-02T10:00Z', schemas.blameSchema],
    ['/blame?at=6pm', schemas.blameSchema],
    ['/blame?at=yesterday%206pm', schemas.blameSchema],
    ['/blame?at=18:00%20Europe/Berlin', schemas.blameSchema],
    ['/blame?at=1h30m%20ago', schemas.blameSchema],
    ['/log?since=today', schemas.logSchema],
    ['/log?since=2026-01-02&until=2026-01-02', schemas.logSchema],
    ['/log?since=1h30m&until=now', schemas.logSchema],
    ['/stats?for=week', schemas.statsSchema],
    ['/stats?for=month', schemas.statsSchema],
    ['/stats?for=1h30m', schemas.statsSchema],
    ['/stats', schemas.statsSchema],
    ['/stats?component=billing&for=3650d', schemas.statsSchema],
  ])('to GET %s', async (path, schema) => {
    const { status, body, headers } = await get(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(schema.safeParse(body).error).toBeUndefined();
  });

  it('lists what is open, or in a stage', async () => {
    const keysIn = async (path: string) =>
      schemas.releasesSchema
        .parse((await get(path)).body)
        .releases.map(({ ticket }) => ticket)
        .sort();
    await expect.poll(() => keysIn('/releases')).toEqual(['D-1', 'D-2']);
    expect(await keysIn('/releases?component=ledger')).toEqual(['D-2']);
    expect(await keysIn('/releases?stage=ready')).toEqual([]);
    await expect.poll(() => keysIn('/releases?stage=rejected')).toEqual(['D-3']);
  });

  it('marks an incident, which is in the log', async () => {
    const marked = await post('/incidents', { text: 'billing is slow', at: '5m ago' });
    expect(marked.status).toBe(201);
    expect(schemas.incidentSchema.parse(marked.body)).toMatchObject({ components: ['billing'] });
    const inLog = async () =>
      schemas.logSchema
        .parse((await get('/log?component=billing')).body)
        .events.find(({ about }) => about === 'incident');
    await expect
      .poll(inLog)
      .toMatchObject({ actor: 'U_NORA', via: 'api', facts: { reason: 'billing is slow' } });
    await expect
      .poll(async () => (await api.company.slack.messages('C0SHIPPING')).map(({ text }) => text).join('\n'))
      .toMatch(/billing is slow/);
  });

  it('marks an incident once by its key, and says so where another has it', async () => {
    const mark = (text: string) =>
      api.call(token, 'POST', '/incidents', { body: { text }, key: 'incident-1' });
    const first = await mark('search is slow');
    expect(first.status).toBe(201);
    expect(await mark('search is slow')).toMatchObject({ status: 201, body: first.body });
    expect(await mark('search is gone')).toMatchObject({ status: 422, body: { code: 'keyUsed' } });
  });

  it('freezes until a time in words', async () => {
    expect((await post('/locks/db/freeze', { reason: 'r', until: 'tomorrow 6pm UTC' })).status).toBe(200);
    const [freeze] = schemas.lockSchema.parse((await get('/locks/db')).body).freezes;
    expect(freeze?.until).toMatch(/T18:00:00.000Z$/);
    await post('/locks/db/unfreeze', {});
  });

  it('goes on by its cursor to the oldest event', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    for (let i = 0; i < 30; i += 1) {
      await post('/locks/db/freeze', { reason: `r${i}` });
      await post('/locks/db/unfreeze', {});
    }
    while (cursor !== null) {
      const { body } = await get(`/log${cursor === '' ? '' : `?cursor=${cursor}`}`);
      const page = schemas.logSchema.parse(body);
      seen.push(...page.events.map(({ seq }) => seq));
      ({ cursor } = page);
      // The cursor is valid for the log only.
      if (cursor !== null) expect((await get(`/releases?cursor=${cursor}`)).status).toBe(404);
    }
    expect(seen.length).toBeGreaterThan(60);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('a problem', () => {
  it('is told in the language of the caller', async () => {
    const detail = async (language: string) =>
      (await get('/releases/NO-1', { 'Accept-Language': language })).body['detail'];
    expect(await detail('ru-RU,ru;q=0.9')).toMatch(/[а-я]/);
    expect(await detail('de,en;q=0.5')).toMatch(/^There is no release/);
    expect(await detail('*')).toMatch(/^There is no release/);
    expect(await detail('ru;q=0')).toMatch(/^There is no release/);
  });

  it.each([
    ['/releases', {}],
    ['/releases', { tickets: [] }],
    ['/releases', { tickets: ['not a key'] }],
    ['/releases', { tickets: ['D-9'], text: 'and words' }],
    ['/releases', { tickets: ['D-9'], hurry: true }],
    ['/releases', { wikiLink: 'ftp://x' }],
    ['/releases', { wikiLink: 'https://%' }],
    ['/releases', { wikiLink: 'https://wiki.example.com:65536/Plan' }],
    ['/releases/D-1/reject', {}],
    ['/releases/D-1/reject', { reason: ' ' }],
    ['/releases/D-1/reject', { note: ' ' }],
    ['/releases/D-1/reject', { reason: 'r', note: 'n' }],
    ['/releases/D-1/accept', { because: 'x' }],
    ['/releases/D-1/accept', { reason: 'r', note: 'n' }],
    ['/releases/D-1/accept', { user: 'U_BEN' }],
    ['/releases/D-1/recheck', { reason: 'r', note: 'n' }],
    ['/releases/D-1/handover', {}],
    ['/releases/D-1/handover', { user: 'ben' }],
    ['/locks/db/freeze', {}],
    ['/locks/db/freeze', { reason: 'r', until: 'tomorrow' }],
    ['/locks/db/freeze', { reason: 'r', for: '2h' }],
    ['/incidents', { text: '' }],
    ['/incidents', { text: 'x', at: 'yesterweek' }],
    ['/incidents', { text: 'x', at: '6pm billing' }],
    ['/locks/db/freeze', { reason: 'r', until: '2h' }],
    ['/commands', { text: 'acept D-1' }],
    ['/commands', [1]],
  ])('is 422 for %s %j, and nothing changes', async (path, body) => {
    const before = await api.company.statusOf('D-1');
    const told = await post(path, body);
    expect([told.status, told.headers.get('content-type')]).toEqual([
      422,
      expect.stringContaining('problem+json'),
    ]);
    expect(schemas.problemSchema.parse(told.body).detail).not.toBe('');
    expect(await api.company.statusOf('D-1')).toEqual(before);
  });

  it.each([
    '/log?since=yesterweek',
    '/log?of=me',
    '/blame',
    '/blame?at=soonish',
    '/blame?at=6pm%20billing',
    '/blame?at=2026-02-30',
    '/log?until=',
    '/stats?for=billing',
    '/stats?for=x',
    '/stats?for=3651d',
    '/releases?stage=asleep',
    '/releases/D-1/wait?for=ready&timeout=9999',
    '/releases/D-1/wait?for=ready&timeout=601',
    '/releases/D-1/wait?for=ready&timeout=0x1',
    '/releases/D-1/wait?for=ready&timeout=',
    '/releases/D-1/wait',
  ])('is 422 for %s', async (path) => {
    expect((await get(path)).status).toBe(422);
  });

  it('names the part that is wrong', async () => {
    const partsOf = async (path: string, body: unknown) => (await post(path, body)).body['facts'];
    expect(await partsOf('/releases', { tickets: ['D-9'], hurry: true })).toEqual({ parts: ['hurry'] });
    expect(await partsOf('/releases', { tickets: ['D-9'], hotfix: 'yes' })).toEqual({ parts: ['hotfix'] });
    expect(await partsOf('/releases/D-1/reject', {})).toEqual({ parts: ['reason'] });
    expect(await partsOf('/releases/D-1/reject', [])).toEqual({ parts: ['body'] });
    expect(await partsOf('/releases', { wikiLink: 'x' })).toEqual({ parts: ['wikiLink'] });
  });

  it('is 409 for somebody who is nobody, a time that has not come, and 404 for what no tracker can have', async () => {
    expect((await post('/releases/D-1/handover', { user: 'U_NOBODY' })).body).toMatchObject({
      status: 409,
      code: 'notAPerson',
    });
    expect((await get('/blame?at=9999-01-01T00:00')).body).toMatchObject({ status: 409, code: 'timeAhead' });
    for (const at of ['9999d', '0999-01-01', '18:00 Europe/Nowhere']) {
      expect((await get(`/blame?at=${at}`)).body).toMatchObject({ status: 409, code: 'noTime' });
    }
    expect((await post('/releases', { tickets: ['no-key'] })).body).toMatchObject({
      status: 404,
      code: 'unknownTicket',
    });
  });

  it('is 404 where nothing is, 405 for another method, 415 and 422 for a body that is no JSON', async () => {
    for (const path of [
      '/nowhere',
      '/',
      '/releases/NO-1',
      '/locks/nowhere',
      '/locks/NOT%20ONE',
      '/locks/%D0%B1%D0%B4',
      `/locks/${'x'.repeat(300)}`,
      '/releases/%20',
      '/releases?cursor=nonsense',
      '/log?cursor=x',
      `/log?cursor=${Buffer.from('999999999999999:1').toString('base64url')}`,
      '/log?component=biling',
      '/releases?component=biling',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await post('/releases/NO-1/heartbeat', { runner: 'the-pipeline' })).status).toBe(404);
    for (const [what, body] of [
      ['verify', { token: 1 }],
      ['freeze', { reason: 'r' }],
      ['unfreeze', {}],
      ['unlock', { reason: 'r' }],
    ] as const) {
      expect([what, (await post(`/locks/no%20component/${what}`, body)).status]).toEqual([what, 404]);
    }
    for (const [method, path] of [
      ['DELETE', '/releases/D-1'],
      ['GET', '/releases/D-1/accept'],
      ['PUT', '/locks'],
      ['OPTIONS', '/releases'],
      ['POST', '/openapi.json'],
    ] as const) {
      const told = await api.call(token, method, path);
      expect([path, told.status]).toEqual([path, 405]);
      expect(told.headers.get('allow')).toMatch(/GET|POST/);
    }
    const raw = async (body: string, type: string) => {
      const response = await fetch(`${api.url}/api/v1/releases/D-1/accept`, {
        method: 'POST',
        body,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
      });
      return response.status;
    };
    expect(await raw('reason=x', 'application/x-www-form-urlencoded')).toBe(415);
    expect(await raw('{"reason": "x', 'application/json')).toBe(422);
    expect(await raw('x'.repeat(200_000), 'application/json')).toBe(413);
    expect((await api.company.statusOf('D-1')).acceptedBy).toEqual([]);
  });

  it('is none for an empty body, whatever type it names', async () => {
    const unfreeze = (path: string, type: string) =>
      fetch(`${api.url}/api/v1${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
      }).then(({ status }) => status);
    // The request is read: the answer is that nothing is frozen there.
    expect(await unfreeze('/locks/db/unfreeze', 'application/json')).toBe(409);
    expect(await unfreeze('/locks/db/unfreeze', 'text/plain')).toBe(409);
    expect(await unfreeze('/releases/D-1/reject', 'application/json')).toBe(422);
  });

  it('lets no page of another origin in', async () => {
    const { headers } = await get('/locks', { Origin: 'https://elsewhere.example' });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

it('leaves the page as it was', async () => {
  expect((await fetch(`${api.url}/api/queue`)).status).toBe(200);
  expect((await fetch(api.url)).headers.get('content-type')).toMatch(/text\/html/);
  expect((await fetch(`${api.url}/api/v2/releases`)).status).toBe(404);
});
