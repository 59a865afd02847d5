/** Prometheus, Zabbix and Sentry, in the shapes of their published APIs. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { badAlready } from '../../activities/watch/bad-already.ts';
import { pollCheck } from '../../activities/watch/poll-check.ts';
import { prometheusSource } from '../../activities/watch/prometheus.ts';
import { sentrySource } from '../../activities/watch/sentry.ts';
import { zabbixSource } from '../../activities/watch/zabbix.ts';
import type { WatchCheck } from '../../domain/watch/check.ts';
import { applyPoll as take, beginWatch } from '../../domain/watch/watch.ts';
import { someSettings } from '../watch/some-settings.ts';
import { httpFor } from '../../http/http.ts';

const http = httpFor(['127.0.0.1']);
const env = { TOKEN: 'a-secret-token' };
const since = Date.parse('2026-11-29T12:00:00Z');
const look = { since, at: null };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => http.close());

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}
interface Call {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function serve(
  reply: (call: Call) => Reply,
): Promise<{ readonly url: string; readonly calls: readonly Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const part of request) body += String(part);
      const call = { url: new URL(request.url ?? '', 'http://x'), headers: request.headers, body };
      calls.push(call);
      const { status = 200, headers = {}, body: answer } = reply(call);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(answer));
    })();
  });
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

describe('Prometheus', () => {
  const check: WatchCheck = {
    ...{ kind: 'prometheus', name: 'load', source: 'prom', times: 1, query: 'load' },
    bound: { above: null, below: null, worseThanBefore: 1.5 },
  };
  const read = (url: string) =>
    prometheusSource(
      { kind: 'prometheus', url, tokenEnv: null, userEnv: null, passwordEnv: null, headers: {} },
      http,
      env,
    ).read(check, look);
  const answer = (value: string, more: object = {}) => ({
    ...{ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] } },
    ...more,
  });

  it('cannot tell by a part, which it does not want, either', async () => {
    const { url, calls } = await serve(() => ({ body: answer('0', { isPartial: true }) }));
    expect(await read(url)).toMatchObject({
      says: 'nothing',
      reason: expect.stringContaining('a part only') as string,
    });
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toMatchObject({
      ...{ partial_response: 'false', deny_partial_response: '1' },
    });
    const remote = await serve(() => ({ body: answer('0', { warnings: ['remote read: no answer'] }) }));
    expect(await read(remote.url)).toMatchObject({
      says: 'nothing',
      reason: expect.stringContaining('says: remote read: no answer') as string,
    });
  });

  it('takes a whole answer, whatever is thought of the query', async () => {
    const more = { isPartial: false, warnings: ['PromQL warning: quantile value should be between 0 and 1'] };
    const { url } = await serve(() => ({ body: answer('-1.5e+06', more) }));
    expect(await read(url)).toEqual({ says: 'values', values: [-1.5e6] });
  });

  it.each(['', '0x10', '+Inf', 'NaN', 'Infinity'])('%j is no number', async (value) => {
    const { url } = await serve(() => ({ body: answer(value) }));
    expect(await read(url)).toEqual({ says: 'values', values: [NaN] });
  });

  it.each([
    [[9, 9, 9], true],
    [[9, 1, 9], false],
    [[], false],
  ])('before a start, %j is bad all the time: %s, by one more request', async (values, isBad) => {
    const { url, calls } = await serve((call) => {
      const result = values.length === 0 ? [] : [{ values: values.map((value, at) => [at, String(value)]) }];
      const isRange = call.url.pathname.endsWith('query_range');
      return { body: isRange ? { status: 'success', data: { resultType: 'matrix', result } } : answer('9') };
    });
    const checks = [{ name: 'load', source: 'prom', query: 'load', above: 2, times: 2000 }];
    const settings = someSettings(
      { prom: { kind: 'prometheus', url } },
      { app: { watch: { for: '15m', every: '3s', checks } } },
    );
    expect(await badAlready(['app'], settings, { http, env }, 9000)).toHaveLength(isBad ? 1 : 0);
    expect(calls).toHaveLength(2);
  });

  it('compares with both times before, also where one of them was not told at first', async () => {
    const week = String(since / 1000 - 7 * 24 * 3600);
    let failures = 1;
    const { url } = await serve((call) => {
      const isRange = call.url.pathname.endsWith('query_range');
      if (!isRange) return { body: answer('50') };
      const isWeek = call.url.searchParams.get('start') === week;
      if (isWeek && failures-- > 0) return { status: 503, body: {} };
      const values = [[1, isWeek ? '100' : '1']];
      return { body: { status: 'success', data: { resultType: 'matrix', result: [{ values }] } } };
    });
    const plan = {
      ...{ forMs: 1000, everyMs: 1000, holdLock: false },
      checks: [{ id: 'app/load', component: 'app', check }],
    };
    const settings = someSettings({ prom: { kind: 'prometheus', url } });
    const next = async (state = beginWatch(plan)) => {
      const looks = await pollCheck(plan, state, since, settings, { http, env });
      return { found: looks.get('app/load')?.verdict, state: take(plan, state, looks, since).state };
    };
    const first = await next();
    expect(first.found).toMatchObject({ is: 'cannotTell', why: 'noBaseline' });
    expect((await next(first.state)).found).toMatchObject({ is: 'well', value: 50, limit: 150 });
  });
});

describe('Zabbix', () => {
  const check: WatchCheck = {
    ...{ kind: 'zabbix', name: 'problems', source: 'zbx', times: 1, group: 'Billing', severity: 'high' },
  };
  interface Asked {
    readonly method: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly auth?: string;
  }
  const asked = ({ body }: Call) => JSON.parse(body) as Asked;

  /** A Zabbix with one problem. */
  const zabbix = (version: string, more: Readonly<Record<string, unknown>> = {}) =>
    serve((call) => {
      const { method, params } = asked(call);
      const results: Readonly<Record<string, unknown>> = {
        'apiinfo.version': version,
        'problem.get': [{ eventid: '7', objectid: '10', name: 'Trouble', clock: '1795953600' }],
        'trigger.get': [{ triggerid: '10', error: '', hosts: [{ hostid: '1', name: 'billing-1' }] }],
        'item.get': [],
        ...more,
      };
      const given = results[method];
      const found = typeof given === 'function' ? (given as (params: object) => unknown)(params) : given;
      return {
        ...(typeof more['date'] === 'string' ? { headers: { date: more['date'] } } : {}),
        body: {
          jsonrpc: '2.0',
          id: 1,
          ...(found instanceof Error
            ? { error: { code: -32602, message: 'Invalid params.', data: found.message } }
            : { result: found }),
        },
      };
    });
  const read = (url: string) =>
    zabbixSource({ kind: 'zabbix', url, tokenEnv: 'TOKEN' }, http, env).read(check, look);

  it.each(['6.0.14', '6.2.1'])('%s gets its token in the request', async (version) => {
    const { url, calls } = await zabbix(version);
    expect(await read(url)).toEqual({
      ...{
        says: 'found',
        count: 1,
        named: ['billing-1: Trouble'],
        since: 1795953600000,
        newest: 7,
        ids: ['7'],
      },
    });
    expect(
      calls.map((call) => [asked(call).method, asked(call).auth ?? null, call.headers.authorization ?? null]),
    ).toEqual([
      ['apiinfo.version', null, null],
      ...['problem.get', 'trigger.get', 'problem.get'].map((method) => [method, 'a-secret-token', null]),
    ]);
  });

  it.each(['6.4.0', '7.0.5', '7.4.0'])('%s gets it in a header', async (version) => {
    const { url, calls } = await zabbix(version);
    expect(await read(url)).toMatchObject({ count: 1 });
    expect(calls.slice(1).map((call) => [asked(call).auth ?? null, call.headers.authorization])).toEqual(
      calls.slice(1).map(() => [null, 'Bearer a-secret-token']),
    );
  });

  it('is asked for what is new, open, not suppressed, and grave enough', async () => {
    const { url, calls } = await zabbix('6.0.14');
    await read(url);
    const [triggers, problems] = calls.slice(2).map(asked);
    expect(triggers?.params).toMatchObject({ group: 'Billing', monitored: true, filter: { value: 1 } });
    expect(problems?.params).toMatchObject({ objectids: ['10'], severities: [4, 5], suppressed: false });
  });

  it('what was there at the first look is told apart by its time, what came later is new', async () => {
    const problem = (eventid: string, clock: number) => ({ eventid, objectid: '10', name: eventid, clock });
    const seconds = since / 1000;
    const all = [problem('9', seconds - 60), problem('7', seconds - 60), problem('6', seconds)];
    const { url } = await zabbix('6.0.14', {
      'problem.get': ({ limit }: { limit: number }) => (limit === 1 ? [{ eventid: '7' }] : all),
    });
    const plan = {
      ...{ forMs: 1000, everyMs: 1000, holdLock: false },
      checks: [{ id: 'billing/problems', component: 'billing', check }],
    };
    const settings = someSettings({ zbx: { kind: 'zabbix', url, tokenEnv: 'TOKEN' } });
    const looks = await pollCheck(plan, beginWatch(plan), since, settings, { http, env });
    expect(looks.get('billing/problems')?.verdict).toMatchObject({ named: ['billing-1: 9', 'billing-1: 6'] });
    const { state } = take(plan, beginWatch(plan), looks, since);
    // The state travels as JSON, even through a worker that does not know the fields.
    const [known] = (JSON.parse(JSON.stringify(state)) as typeof state).checks;
    expect(known).toMatchObject({ newest: 7, ids: ['9', '6'] });
  });

  it('shows what is open before a start, however old, and keeps nobody where it cannot tell', async () => {
    const { url, calls } = await zabbix('6.0.14');
    const checks = [{ name: 'problems', source: 'zbx', group: 'Billing', severity: 'high' }];
    const components = { billing: { watch: { for: '15m', every: '30s', checks } } };
    const before = (address: string) =>
      badAlready(
        ['billing'],
        someSettings({ zbx: { kind: 'zabbix', url: address, tokenEnv: 'TOKEN' } }, components),
        { http, env },
        9000,
      );
    expect(await before(url)).toEqual([
      {
        ...{ check: 'billing/problems', value: 1, limit: 0, named: ['billing-1: Trouble'] },
        since: 1795953600000,
      },
    ]);
    expect(calls).toHaveLength(3);
    const refusing = await zabbix('6.0.14', { 'problem.get': new Error('Not authorized') });
    expect(await before(refusing.url)).toEqual([]);
  });

  it('finds nothing where there is nothing', async () => {
    const { url } = await zabbix('6.0.14', { 'problem.get': [] });
    expect(await read(url)).toEqual({ says: 'found', count: 0, named: [], newest: 0, ids: [] });
  });

  const blind = (reason: string) => ({
    says: 'nothing',
    reason: expect.stringContaining(reason) as string,
  });

  it('cannot tell of a group that it does not show, nor of one without triggers', async () => {
    const hidden = await zabbix('6.0.14', { 'trigger.get': [], 'hostgroup.get': [] });
    expect(await read(hidden.url)).toMatchObject(blind('no host group Billing'));
    const empty = await zabbix('6.0.14', { 'trigger.get': [], 'hostgroup.get': [{ groupid: '4' }] });
    expect(await read(empty.url)).toMatchObject(blind('no trigger of severity high or above in Billing'));
    const other = await serve(() => ({ status: 502, body: {} }));
    expect(await read(other.url)).toMatchObject({ says: 'nothing' });
  });

  it.each([
    [[{ ago: 170, delay: '1m' }], true],
    [[{ ago: 190, delay: '1m' }], false],
    [[{ ago: 190, delay: '60' }], false],
    [[{ ago: 590, delay: '200s' }], true],
    [[{ ago: 610, delay: '200s' }], false],
    [[{ ago: 190, delay: '{$EVERY}' }], false],
    [[{ ago: Infinity, delay: '1m' }], false],
    // One of the items belongs to a proxy that is gone.
    [
      [
        { ago: 9000, delay: '1m' },
        { ago: 10, delay: '1m' },
      ],
      true,
    ],
  ])('by signs of life %j it can tell: %s', async (items, canTell) => {
    // Its clock is an hour behind.
    const now = Date.now() - 3_600_000;
    const { url } = await zabbix('6.0.14', {
      'problem.get': [],
      'item.get': items.map(({ ago, delay }) => ({
        ...{ lastclock: String(Math.max(0, Math.round(now / 1000) - ago)), delay },
      })),
      date: new Date(now).toUTCString(),
    });
    expect(await read(url)).toMatchObject(canTell ? { count: 0 } : blind('takes nothing in'));
  });

  it.each(['problem.get', 'trigger.get', 'item.get'])(
    'cannot tell where it refuses %s, and shows no secret',
    async (method) => {
      const none = { 'problem.get': [], [method]: new Error('Not authorized: a-secret-token') };
      const refusing = await zabbix('6.0.14', none);
      expect(await read(refusing.url)).toMatchObject({
        says: 'nothing',
        reason: expect.stringContaining('Not authorized: …') as string,
      });
    },
  );
});

describe('Sentry', () => {
  const check: WatchCheck = {
    ...{
      kind: 'sentry',
      name: 'new errors',
      source: 'bugs',
      times: 1,
      project: 'billing',
      environment: 'prod',
    },
    bound: { above: 5, below: null, worseThanBefore: null },
  };
  const issue = (n: number, firstSeen: string) => ({
    id: String(n),
    shortId: `BILLING-${n}`,
    title: `Error ${n}`,
    firstSeen,
  });
  it('names nothing that turns round the text about it', async () => {
    const { url } = await serve(() => ({
      body: [{ ...issue(1, '2026-11-29T12:00:01Z'), title: 'Broken \u202eevil\u0007' }],
    }));
    expect(await read(url)).toMatchObject({ named: ['BILLING-1: Broken evil'] });
  });

  const read = (url: string) =>
    sentrySource({ kind: 'sentry', url, organization: 'acme', tokenEnv: 'TOKEN' }, http, env).read(
      check,
      look,
    );

  it('counts over its pages what was seen first since the start', async () => {
    const { url, calls } = await serve((call) => {
      const isSecond = call.url.searchParams.has('cursor');
      const next = `<${url}${call.url.pathname}?cursor=0:100:0>; rel="next"; results="${String(!isSecond)}"; cursor="0:100:0"`;
      const link = `<${url}/prev>; rel="previous"; results="false"; cursor="0:0:1", ${next}`;
      return {
        headers: { link },
        body: isSecond
          ? [issue(3, '2026-11-29T12:05:00.000000Z')]
          : [issue(1, '2026-11-29T12:00:01Z'), issue(2, '2026-11-29T11:59:59Z')],
      };
    });
    expect(await read(url)).toEqual({
      says: 'found',
      count: 2,
      named: ['BILLING-3: Error 3', 'BILLING-1: Error 1'],
      ids: ['BILLING-3', 'BILLING-1'],
    });
    expect(calls[0]?.url.pathname).toBe('/api/0/projects/acme/billing/issues/');
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toMatchObject({
      ...{ query: 'is:unresolved firstSeen:>=2026-11-29T12:00:00', environment: 'prod' },
    });
    expect(calls[0]?.headers.authorization).toBe('Bearer a-secret-token');
  });

  it.each([401, 403, 404, 500])('cannot tell where it answers with %s', async (status) => {
    const { url } = await serve(() => ({ status, body: { detail: 'no: a-secret-token' } }));
    const reading = await read(url);
    expect(reading.says).toBe('nothing');
    expect(JSON.stringify(reading)).not.toContain('a-secret-token');
  });

  it('cannot tell by what is in another form', async () => {
    const { url } = await serve(() => ({ body: [{ title: 'no more' }] }));
    expect(await read(url)).toMatchObject({
      says: 'nothing',
      reason: expect.stringContaining('unknown form') as string,
    });
  });
});
