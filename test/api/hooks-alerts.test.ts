/** Alerts become incidents in the release channel, each once, and are closed when they end. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Child } from '../../start/child.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { messagesOf } from '../support/cards.ts';
import { shipping } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { hookSecrets, hookSettings, tellHook } from '../support/hooks.ts';
import type { HookName } from '../support/hooks.ts';
import { startWeb } from '../support/web.ts';

let api: ApiCompany;
let ann: string;
let began: string;
let second: { readonly url: string; readonly child: Child };

beforeAll(async () => {
  api = await startApiCompany({
    tickets: { 'AL-1': ['billing'], 'AL-2': ['ledger'] },
    settings: { hooks: hookSettings },
    env: hookSecrets,
    ownLine: true,
  });
  second = await startWeb(api.company.env);
  ann = await api.tokenOf('U_ANN');
  const nora = await api.tokenOf('U_NORA');
  await api.call(ann, 'POST', '/releases', { body: { tickets: ['AL-1'], noNeedAdmin: true } });
  await api.company.untilStage('AL-1', 'awaiting_approval');
  await api.call(nora, 'POST', '/releases/AL-1/accept', { body: {} });
  await api.company.untilStage('AL-1', 'ready');
  await api.call(ann, 'POST', '/releases/AL-1/depStart', { body: {} });
  await eventually(async () => {
    const { body } = await api.call(ann, 'GET', '/log?ticket=AL-1');
    expect(JSON.stringify(body)).toContain('"started"');
  });
  began = new Date().toISOString();
});
afterAll(async () => {
  await second.child.stop();
  await api.close();
});

interface AlertOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary?: string;
  readonly fingerprint?: string;
  readonly startsAt?: string;
  readonly url?: string;
}

const alert = (
  name: string,
  status: 'firing' | 'resolved',
  {
    labels = {},
    summary = `${name} is bad`,
    fingerprint = name,
    startsAt,
    url = 'https://prom.example.com/g?a=1&b=2',
  }: AlertOptions = {},
) => ({
  status,
  labels: { alertname: name, ...labels },
  annotations: { summary },
  startsAt: startsAt ?? began,
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date().toISOString(),
  generatorURL: url,
  fingerprint,
});

const delivery = (alerts: readonly object[], groupKey = '{}:{}') => ({
  version: '4',
  groupKey,
  status: 'firing',
  receiver: 'dobrobot',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'https://alertmanager.example.com',
  alerts,
});

const tell = (name: HookName, body: unknown, url = api.url) => tellHook(url, name, body);
const saidOf = async (pattern: RegExp) =>
  (await messagesOf(api.company, shipping)).filter(({ text }) => pattern.test(text));
const untilSaid = (pattern: RegExp) =>
  eventually(async () => {
    const [found] = await saidOf(pattern);
    if (found === undefined) throw new Error(`Nothing in the channel is like ${String(pattern)}`);
    return found;
  });
/** The replies in the thread of a message. */
const thread = async ({ ts }: { readonly ts: string }) =>
  (await api.company.slack.messages(shipping))
    .filter((one) => one.thread_ts === ts && one.ts !== ts)
    .map(({ text = '' }) => text);
const incidents = async () => {
  const { body } = await api.call(ann, 'GET', '/log');
  const events = body['events'] as readonly {
    readonly about: string;
    readonly type: string;
    readonly components: readonly string[];
    readonly actor: string;
    readonly facts: { readonly reason: string };
  }[];
  return events.filter(({ about }) => about === 'incident');
};

it('an alert is told with its suspects, once though two send it, and closed', async () => {
  const firing = delivery([alert('HighErrorRate', 'firing', { labels: { service: 'billing-api' } })]);
  const all = await Promise.all([tell('alerts', firing), tell('alerts', firing, second.url)]);
  expect(all).toMatchObject([{ status: 202, body: { alerts: 1 } }, { status: 202 }]);
  const told = await untilSaid(/HighErrorRate/);
  expect(told.text).toContain(
    '<https://prom.example.com/g?a=1&amp;b=2|HighErrorRate> · `billing`: HighErrorRate is bad',
  );
  expect(told.text).toMatch(/1 alert\* since/);
  expect(told.text).toMatch(/1\. \*.*AL-1.*\n.*on production since/);

  await tell('alerts', delivery([alert('HighErrorRate', 'resolved')]), second.url);
  const over = await untilSaid(/Resolved\* after.*\n.*HighErrorRate/);
  expect(over.ts).toBe(told.ts);
  // Followers of the thread are notified of the end, once.
  await eventually(async () => {
    expect(await thread(told)).toEqual([expect.stringMatching(/over after .*: the alert has ended/)]);
  });
  // A late duplicate of the first delivery.
  await tell('alerts', firing);
  await eventually(async () => {
    expect(await incidents()).toMatchObject([
      { type: 'resolved', components: ['billing'], actor: 'service:alerts' },
      { type: 'incident', components: ['billing'], facts: { reason: 'HighErrorRate: HighErrorRate is bad' } },
    ]);
  });
  expect(await saidOf(/HighErrorRate/)).toHaveLength(1);
  const stats = await api.call(ann, 'GET', '/stats');
  expect(stats.body).toMatchObject({ incidents: 1 });
});

it('a storm of 500 alerts in 500 groups is one message', async () => {
  const names = Array.from({ length: 500 }, (_, n) => `Storm${n}`);
  for (let from = 0; from < names.length; from += 50) {
    const some = names.slice(from, from + 50);
    const heard = await Promise.all(
      some.map((name, n) =>
        tell('storm', delivery([alert(name, 'firing')], name), n % 2 === 0 ? api.url : second.url),
      ),
    );
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([202]));
  }
  const told = await untilSaid(/\*500 alerts\*/);
  expect(await saidOf(/Storm\d/)).toHaveLength(1);
  expect(told.text.match(/• /g)).toHaveLength(10);
  expect(told.text).toContain('and 490 more');
  await tell('storm', delivery(names.map((name) => alert(name, 'resolved'))));
  const over = await untilSaid(/Resolved.*500 alerts/);
  expect([over.ts, await saidOf(/Storm\d/)]).toEqual([told.ts, [over]]);
});

it('one delivery of 1500 alerts is one incident, and ends though their order is another then', async () => {
  const of = (status: 'firing' | 'resolved') =>
    Array.from({ length: 1500 }, (_, n) => alert(`Flood${n}`, status, { summary: '' }));
  const unreadable = { ...alert('Odd', 'firing'), fingerprint: '' };
  expect(await tell('flood', delivery([...of('firing'), unreadable]))).toMatchObject({
    status: 202,
    body: { alerts: 1500, unreadable: 1 },
  });
  const told = await untilSaid(/\*1500 alerts\*/);
  expect((await tell('flood', delivery(of('resolved').reverse()))).body).toEqual({ alerts: 1500 });
  expect((await untilSaid(/Resolved.*1500 alerts/)).ts).toBe(told.ts);
});

it('what comes while Slack is away is told when it is back, once', async () => {
  const { line } = api.company;
  if (line === null) throw new Error('The company has no line of its own');
  line.faults.down();
  await tell('night', delivery([alert('Night', 'firing')]));
  await tell('night', delivery([alert('Night', 'firing'), alert('Nightmare', 'firing')]));
  await eventually(async () => {
    const reasons = (await incidents()).map(({ facts }) => facts.reason);
    expect(reasons).toContainEqual(expect.stringContaining('Night'));
  });
  await tell('night', delivery([alert('Night', 'resolved'), alert('Nightmare', 'resolved')]));
  line.faults.up();
  await untilSaid(/Resolved.*2 alerts.*\n.*Night/);
  expect(await saidOf(/Night/)).toHaveLength(1);
  expect((await thread(await untilSaid(/Night/))).length).toBeLessThanOrEqual(1);
});

it('an end that was being told as the worker was killed is said once', async () => {
  const { company } = api;
  const { line } = company;
  if (line === null) throw new Error('The company has no line of its own');
  await tell('crash', delivery([alert('Crash', 'firing')]));
  const told = await untilSaid(/Crash/);
  line.faults.order('chat.postMessage', { type: 'lostAnswer' });
  await tell('crash', delivery([alert('Crash', 'resolved')]));
  await eventually(async () => {
    expect(await thread(told)).toHaveLength(1);
  });
  await company.worker().kill();
  await company.startWorker();
  const sender = company.temporal.client.workflow.getHandle('alerts:crash');
  await eventually(async () => {
    expect((await sender.describe()).raw.pendingActivities ?? []).toEqual([]);
  });
  await untilSaid(/Resolved\* after.*\n.*Crash/);
  expect(await thread(told)).toHaveLength(1);
});

it('what labels say means nothing in Slack, and only the web is linked', async () => {
  const hostile = '<!channel> *bold* `code` <https://evil.example.com|here> @U_ANN';
  const body = {
    ...delivery([
      alert(hostile, 'firing', {
        summary: `${hostile}\n• faked`,
        url: 'javascript:alert(1)',
        fingerprint: randomUUID(),
      }),
    ]),
    orgId: 1,
    title: '[FIRING:1]',
    state: 'alerting',
  };
  expect(await tell('grafana', body)).toMatchObject({ status: 202, body: { alerts: 1 } });
  const told = await untilSaid(/evil/);
  expect(told.text).toContain('&lt;!channel&gt;');
  expect(told.text).not.toMatch(/<!channel>|<https:\/\/evil|javascript|^• faked|<@U_ANN>.*faked/m);
});

it('what is no alert changes nothing', async () => {
  for (const body of [{}, { alerts: 'all' }, { alerts: [{ status: 'firing' }] }]) {
    expect(await tell('alerts', body)).toMatchObject({ status: 422 });
  }
});
