/** Reads a real Zabbix from Debian, with triggers that fire, resolve, or must not count. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badAlready } from '../../activities/watch/bad-already.ts';
import { zabbixSource } from '../../activities/watch/zabbix.ts';
import type { Severity, WatchCheck } from '../../domain/watch/check.ts';
import { httpFor } from '../../http/http.ts';
import { eventually } from '../support/eventually.ts';
import { someSettings } from './some-settings.ts';
import { startZabbix } from './zabbix-server.ts';
import type { Item, Zabbix } from './zabbix-server.ts';

const http = httpFor(['127.0.0.1']);
const startedAt = Date.now();
/** The groups that the token may read. */
const groups = [
  ...['Billing', 'Ledger', 'Search', 'Power', 'Network', 'Mail', 'Both', 'Dark', 'Empty', 'Secret', 'Stock'],
  ...['Late', 'Noisy', 'Zabbix servers of ours'],
] as const;

let zabbix: Zabbix;
let token: string;
let readers: string;
const groupIds = new Map<string, string>();

beforeAll(async () => {
  zabbix = await startZabbix();
  for (const name of [...groups, 'Hidden', 'Denied'])
    groupIds.set(name, await zabbix.create('hostgroup', { name }));
  const rights = [
    ...groups.map((name) => ({ id: groupIds.get(name), permission: 2 })),
    { id: groupIds.get('Denied'), permission: 0 },
  ];
  readers = await zabbix.create('usergroup', { name: 'Releases', rights });
  // The role of an ordinary user.
  token = await tokenOf('dobrobot', '1');
});
afterAll(() => http.close());

/** Creates a token of a user who may read only these groups. */
async function tokenOf(username: string, roleid: string): Promise<string> {
  const userid = await zabbix.create('user', {
    ...{ username, passwd: 'a-long-password', roleid, usrgrps: [{ usrgrpid: readers }] },
  });
  const id = await zabbix.create('token', { name: username, userid });
  const [made] = await zabbix.ask<[{ token: string }]>('token.generate', [id]);
  return made.token;
}

/** Adds a host with these items. Returns its ID. */
async function addHost(host: string, group: string, keys: readonly string[] = ['errors']): Promise<string> {
  const hostid = await zabbix.create('host', { host, groups: [{ groupid: groupIds.get(group) }] });
  // Trapper items that take numbers.
  const items = keys.map((key_) => ({ hostid, name: key_, key_, type: 2, value_type: 3 }));
  await zabbix.create('item', items);
  return hostid;
}

/** Adds a trigger that fires while the items of these hosts are above zero. */
function addTrigger(
  description: string,
  items: readonly Item[],
  { priority = 4, tags = [] as readonly object[] } = {},
): Promise<string> {
  const expression = items.map((item) => `last(/${item})>0`).join(' and ');
  return zabbix.create('trigger', { description, expression, priority, tags });
}

interface ReadOptions {
  readonly since?: number;
  readonly severity?: Severity;
  readonly own?: string;
  readonly newest?: number | undefined;
}

const read = (
  group: string,
  { since = startedAt, severity = 'high', own = token, newest }: ReadOptions = {},
) => {
  const check: WatchCheck = {
    ...{ kind: 'zabbix', name: 'problems', source: 'zbx', times: 1, group, severity },
  };
  const source = zabbixSource({ kind: 'zabbix', url: zabbix.url, tokenEnv: 'TOKEN' }, http, { TOKEN: own });
  return source.read(check, { since, at: null, newest });
};
const newest = expect.any(Number) as number;
const newestId = expect.stringMatching(/^\d+$/) as string;
const none = { says: 'found', count: 0, named: [], ids: [], newest };

const blind = (reason: string) => ({
  says: 'nothing',
  reason: expect.stringContaining(reason) as string,
});

/** The open problem of a trigger, as listed by Zabbix itself. */
async function openProblem(triggerId: string) {
  const [problem] = await zabbix.ask<readonly { clock: string; suppressed: string }[]>('problem.get', {
    objectids: [triggerId],
  });
  return problem;
}

/** Makes a trigger fire once Zabbix knows it. Returns since when it fires, epoch ms. */
const fire = (triggerId: string, ...items: readonly Item[]) =>
  eventually(async () => {
    for (const item of items) await zabbix.send(item, 1);
    const problem = await openProblem(triggerId);
    if (problem === undefined) throw new Error(`Trigger ${triggerId} has no problem`);
    return Number(problem.clock) * 1000;
  });

it('cannot tell of a group that is not there, nor of one that its token may not read', async () => {
  for (const group of ['Nowhere', 'Hidden'])
    expect(await read(group)).toMatchObject(blind(`no host group ${group}`));
});

it('cannot tell of a group in which nothing can fire', async () => {
  const noTrigger = (group: string) => blind(`no trigger of severity high or above in ${group}`);
  expect(await read('Empty')).toMatchObject(noTrigger('Empty'));
  // The host also belongs to a group that the token must not see.
  const host = await addHost('secret-1', 'Secret');
  await addTrigger('Secret', ['secret-1/errors']);
  expect(await read('Secret')).toEqual(none);
  const groupOf = (name: string) => ({ groupid: groupIds.get(name) });
  await zabbix.ask('host.update', { hostid: host, groups: [groupOf('Secret'), groupOf('Denied')] });
  expect(await read('Secret')).toMatchObject(noTrigger('Secret'));
  await addHost('stock-1', 'Stock');
  await addTrigger('Slow', ['stock-1/errors'], { priority: 3 });
  expect(await read('Stock')).toMatchObject(noTrigger('Stock'));
  expect(await read('Stock', { severity: 'average' })).toEqual(none);
});

it('cannot tell while no trigger can be worked out, and says why', async () => {
  await addHost('empty-1', 'Empty', ['errors', 'load']);
  await zabbix.create('trigger', {
    ...{ description: 'Errors for each', priority: 4 },
    expression: 'last(/empty-1/errors)/last(/empty-1/load)>0',
  });
  await eventually(async () => {
    await zabbix.send('empty-1/errors', 1);
    await zabbix.send('empty-1/load', 0);
    expect(await read('Empty')).toMatchObject(blind('cannot work out any trigger in Empty: '));
  });
  // One working trigger is enough.
  await addTrigger('Errors', ['empty-1/errors'], { priority: 5 });
  const works = await read('Empty');
  expect(works).toMatchObject({ says: 'found' });
});

it('what comes after the first look counts, whatever the clocks say', async () => {
  await addHost('late-1', 'Late', ['early', 'late']);
  const [early, late] = [
    await addTrigger('Early', ['late-1/early']),
    await addTrigger('Late', ['late-1/late']),
  ];
  await fire(early, 'late-1/early');
  // By the release's clock, Zabbix is an hour behind.
  const since = Date.now() + 3_600_000;
  const first = await read('Late', { since });
  expect(first).toEqual(none);
  await fire(late, 'late-1/late');
  const seen = 'newest' in first ? first.newest : undefined;
  expect(await read('Late', { since, newest: seen })).toMatchObject({
    count: 1,
    named: ['late-1: Late'],
    newest: seen,
  });
});

it('many problems of what was switched off hide none', async () => {
  await addHost('noisy-1', 'Noisy', ['errors', 'lines']);
  await fire(await addTrigger('Errors', ['noisy-1/errors']), 'noisy-1/errors');
  // It creates a problem for each value.
  const noisy = await zabbix.create('trigger', {
    ...{ description: 'Lines', priority: 4, type: 1, expression: 'last(/noisy-1/lines)>0' },
  });
  await fire(noisy, 'noisy-1/lines');
  for (let n = 0; n < 100; n++) await zabbix.send('noisy-1/lines', 1);
  await expect.poll(() => read('Noisy')).toMatchObject({ count: 100 });
  await zabbix.ask('trigger.update', { triggerid: noisy, status: 1 });
  expect(await read('Noisy')).toMatchObject({ count: 1, named: ['noisy-1: Errors'] });
});

it('what fires is bad, by its name and since when, and well when it has resolved', async () => {
  await addHost('billing-1', 'Billing');
  const trigger = await addTrigger('Too many errors', ['billing-1/errors']);
  expect(await read('Billing')).toEqual(none);
  const at = await fire(trigger, 'billing-1/errors');
  expect(await read('Billing')).toEqual({
    ...{ says: 'found', count: 1, named: ['billing-1: Too many errors'], since: at, newest, ids: [newestId] },
  });
  await zabbix.send('billing-1/errors', 0);
  await expect.poll(() => read('Billing')).toEqual(none);
});

it('what began before the start is none of the release, and is shown before one', async () => {
  await addHost('ledger-1', 'Ledger');
  const trigger = await addTrigger('Too many errors', ['ledger-1/errors']);
  const at = await fire(trigger, 'ledger-1/errors');
  expect(await read('Ledger', { since: at + 999 })).toMatchObject({ count: 1 });
  expect(await read('Ledger', { since: at + 1000 })).toEqual(none);
  const checks = [{ name: 'problems', source: 'zbx', group: 'Ledger', severity: 'high' }];
  const settings = someSettings(
    { zbx: { kind: 'zabbix', url: zabbix.url, tokenEnv: 'TOKEN' } },
    { ledger: { watch: { for: '15m', every: '30s', checks } } },
  );
  expect(await badAlready(['ledger'], settings, { http, env: { TOKEN: token } }, 9000)).toEqual([
    {
      ...{ check: 'ledger/problems', value: 1, limit: 0, named: ['ledger-1: Too many errors'] },
      since: at,
    },
  ]);
});

it('what is less severe than is wanted does not count', async () => {
  await addHost('search-1', 'Search', ['errors', 'crashes']);
  await addTrigger('Crash', ['search-1/crashes']);
  const trigger = await addTrigger('Slow', ['search-1/errors'], { priority: 3 });
  await fire(trigger, 'search-1/errors');
  expect(await read('Search', { severity: 'average' })).toMatchObject({ named: ['search-1: Slow'] });
  expect(await read('Search', { severity: 'high' })).toEqual(none);
});

it('what was switched off does not count, though Zabbix keeps its problem', async () => {
  const host = await addHost('power-1', 'Power', ['errors', 'load']);
  const errors = await addTrigger('Too many errors', ['power-1/errors']);
  const load = await addTrigger('Too much load', ['power-1/load']);
  await fire(errors, 'power-1/errors');
  await fire(load, 'power-1/load');
  expect(await read('Power')).toMatchObject({ count: 2 });
  await zabbix.ask('trigger.update', { triggerid: load, status: 1 });
  expect(await read('Power')).toMatchObject({ count: 1, named: ['power-1: Too many errors'] });
  await zabbix.ask('host.update', { hostid: host, status: 1 });
  expect(await read('Power')).toMatchObject(blind('no trigger of severity high or above in Power'));
  expect([await openProblem(errors), await openProblem(load)]).not.toContain(undefined);
});

it('cannot tell by a token that it does not take, or not for problems, and shows no secret', async () => {
  const rules = { 'api.mode': 0, api: ['problem.get'] };
  const role = await zabbix.create('role', { name: 'Blind', type: 1, rules });
  for (const own of ['f'.repeat(64), await tokenOf('blind', role)]) {
    const refused = await read('Billing', { own });
    expect(refused).toMatchObject({ says: 'nothing', reason: expect.stringContaining('says: ') as string });
    expect(JSON.stringify(refused)).not.toContain(own);
  }
});

/** Zabbix 6.0 suppresses problems by maintenance only, from the next full minute on; suppressing by hand came with 6.2. */
describe('in a maintenance', () => {
  const aMinute = { timeout: 90_000, interval: 500 };
  const maintenances: string[] = [];
  let fresh: string;

  async function maintain(name: string, hostid: string, more: object = {}): Promise<void> {
    const since = Math.floor(Date.now() / 1000) - 60;
    const id = await zabbix.create('maintenance', {
      ...{ name, active_since: since, active_till: since + 3600, hosts: [{ hostid }], ...more },
      timeperiods: [{ timeperiod_type: 0, start_date: since, period: 3600 }],
    });
    maintenances.push(id);
  }

  beforeAll(async () => {
    const network = await addHost('network-1', 'Network', ['old', 'fresh']);
    const mail = await addHost('mail-1', 'Mail', ['disk', 'queue']);
    const both = await addHost('both-1', 'Both');
    await addHost('both-2', 'Both');
    const dark = await addHost('dark-1', 'Dark');
    const tagged = (value: string) => ({ tags: [{ tag: 'part', value }] });
    fresh = await addTrigger('Fresh', ['network-1/fresh']);
    await fire(await addTrigger('Old', ['network-1/old']), 'network-1/old');
    await fire(await addTrigger('Disk', ['mail-1/disk'], tagged('disk')), 'mail-1/disk');
    await fire(await addTrigger('Queue', ['mail-1/queue'], tagged('queue')), 'mail-1/queue');
    const everywhere = ['both-1/errors', 'both-2/errors'] as const;
    await fire(await addTrigger('Everywhere', everywhere), ...everywhere);
    await fire(await addTrigger('Dark', ['dark-1/errors']), 'dark-1/errors');
    for (const [group, count] of Object.entries({ Network: 1, Mail: 2, Both: 1, Dark: 1 }))
      expect(await read(group)).toMatchObject({ count });
    await maintain('All of the network', network);
    await maintain('The disk of mail', mail, tagged('disk'));
    await maintain('One of both', both);
    await maintain('Without data', dark, { maintenance_type: 1 });
  });

  it('what was open when it began does not count any more, with data or without', async () => {
    // This maintenance was created last, so the others have begun as well.
    await expect.poll(() => read('Dark'), aMinute).toEqual(none);
    await expect.poll(() => read('Network')).toEqual(none);
  });

  it('what opens in it never counts', async () => {
    const looks: object[] = [];
    await zabbix.send('network-1/fresh', 1);
    await expect
      .poll(
        async () => {
          looks.push(await read('Network'));
          return openProblem(fresh);
        },
        { interval: 10 },
      )
      .toMatchObject({ suppressed: '1' });
    looks.push(await read('Network'));
    expect(looks).toEqual(looks.map(() => none));
  });

  it('that is one of some tags, the rest of the host counts', async () => {
    await expect.poll(() => read('Mail')).toMatchObject({ count: 1, named: ['mail-1: Queue'] });
  });

  it('what is of several hosts counts while one of them is in none', async () => {
    expect(await read('Both')).toMatchObject({ count: 1, named: ['both-1, both-2: Everywhere'] });
  });

  it('that is over, what is still open counts again', async () => {
    await zabbix.ask('maintenance.delete', maintenances);
    await expect
      .poll(() => read('Network'))
      .toMatchObject({ count: 2, named: ['network-1: Fresh', 'network-1: Old'] });
  });
});

/** Must be the last test. */
it('cannot tell when the server has stopped, if it can see a value that the server itself makes', async () => {
  await zabbix.send('billing-1/errors', 0);
  expect(await read('Billing')).toEqual(none);
  const hostid = await zabbix.create('host', {
    ...{ host: 'zabbix-1', groups: [{ groupid: groupIds.get('Zabbix servers of ours') }] },
  });
  const internal = { type: 5, value_type: 3, delay: '1s' };
  await zabbix.create('item', { hostid, name: 'Uptime', key_: 'zabbix[uptime]', ...internal });
  await expect.poll(() => read('Billing')).toEqual(none);
  await zabbix.stop(2);
  expect(await read('Billing')).toEqual(none);
  await zabbix.stop(2);
  expect(await read('Billing')).toMatchObject(blind('takes nothing in since 20'));
  // It was bad when the server stopped.
  expect(await read('Noisy')).toMatchObject({ count: 1 });
});
