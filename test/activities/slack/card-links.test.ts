/** Where the cards of releases are, as recorded in the log. Uses the embedded Slack. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { WebClient } from '@slack/web-api';
import { freePort } from '../../support/free-port.ts';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createActivities } from '../../../activities/activities.ts';
import { CardLinks } from '../../../activities/slack/card-links.ts';
import { Pace } from '../../../activities/slack/pace.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import { ReleaseLog } from '../../../log/release-log.ts';
import type { CardLocation, Notice, ReleaseCard } from '../../../domain/messages/notice.ts';
import { nobody } from '../../../domain/messages/origin.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { RoundResult } from '../../../domain/messages/round.ts';
import { startDatabaseServer } from '../../support/database-server.ts';
import { testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { pageConfig } from '../../support/page.ts';
import { slackThat } from '../../support/scripted-slack.ts';
import { startSlack, type TestSlack } from '../../support/slack.ts';
import { testNamespace } from '../../support/temporal.ts';

let slack: TestSlack;
beforeAll(async () => {
  slack = await startSlack({
    users: [{ id: 'U_ANN', name: 'ann' }],
    channels: [{ id: 'C0SHIPPING', name: 'shipping' }],
  });
});
afterAll(() => slack.child.stop());

const realSlack = () => new WebClient(slack.env.SLACK_BOT_TOKEN, { slackApiUrl: slack.env.SLACK_API_URL });

const card: ReleaseCard = {
  key: 'k1',
  ticket: 'PAY-1',
  tickets: ['PAY-1'],
  checkedFor: [],
  items: [],
  title: 'New refund screen',
  url: null,
  stage: 'awaiting_approval',
  requester: 'U_ANN',
  components: ['billing'],
  leftOut: [],
  locks: [],
  admin: { needed: true, user: null },
  acceptedBy: [],
  approvals: [],
  cannotVote: [],
  priority: 'normal',
  waitingFor: null,
  frozen: null,
  since: '2026-03-02T10:00:00.000Z',
  announcedBy: 2,
  wikiLink: null,
  noNeedAdmin: false,
  finding: 1,
  askedAt: '2026-03-02T09:00:00.000Z',
  startedAt: null,
};
const shown = (id: string): Notice => ({ kind: 'card', id, tried: false, card });

/** The activities of a worker with this Slack and log. */
async function activitiesWith(
  client: WebClient,
  log: ReleaseLog | null,
  temporal = new Client(),
  components?: Settings['components'],
) {
  const configured = await loadSettings(await pageConfig());
  const settings = components === undefined ? configured : { ...configured, components };
  return createActivities({
    settingsNow: () => Promise.resolve(settings),
    client: temporal,
    slack: { client, pace: new Pace(client, 1000) },
    releaseLog: log,
    calendarsNow: () => Promise.resolve([]),
    page: null,
  });
}

/** One attempt at an activity. */
const attempt = (info: Partial<Info> = {}) =>
  new MockActivityEnvironment(
    { startToCloseTimeoutMs: 60_000, ...info },
    { logger: new DefaultLogger('ERROR', () => undefined) },
  );

/** A worker that shows the card. */
async function sender(client: WebClient, log: ReleaseLog) {
  const worker = await activitiesWith(client, log);
  return async (cardPlace: CardLocation | null): Promise<CardLocation | null> => {
    const round = { cardPlace, only: null, except: [] };
    const told = await attempt().run<[], RoundResult, () => Promise<RoundResult>>(() =>
      worker.deliverNotices([shown('n')], round),
    );
    return told.cardPlace;
  };
}

function openLog(url: string): ReleaseLog {
  const log = new ReleaseLog(url, () => undefined);
  onTestFinished(() => log.close());
  return log;
}

it('the log knows the address at which Slack shows a card', async () => {
  const log = openLog(await testDatabase());
  const show = await sender(realSlack(), log);
  const place = await show(null);
  const link = await eventually(async () => {
    const found = await log.cardLink('k1');
    expect(found).not.toBeNull();
    return found ?? '';
  });
  expect(link).toBe(`${slack.url}/archives/C0SHIPPING/p${place?.ts.replace('.', '') ?? ''}`);
  expect((await fetch(link)).status).toBe(200);
});

it('the log follows a card that somebody deleted and that is posted anew', async () => {
  const log = openLog(await testDatabase());
  const show = await sender(realSlack(), log);
  const first = await show(null);
  await slack.deleteMessage('C0SHIPPING', first?.ts ?? '', 'U0BOT');
  const second = await show(first);
  expect(second?.ts).not.toBe(first?.ts);
  await eventually(async () => {
    expect(await log.cardLink('k1')).toContain(second?.ts.replace('.', ''));
  });
});

it('the log has where a card stands last, though to write where it stood first takes longer', async () => {
  const written: string[] = [];
  const { client } = await slackThat({
    'chat.getPermalink': (params) => ({ permalink: params.get('message_ts') }),
  });
  const log = {
    keepCardLink: async (_: string, link: string) => {
      if (link === '1.1') await sleep(300);
      written.push(link);
    },
  };
  const links = new CardLinks(client, log, (error) => expect.unreachable(String(error)));
  for (const ts of ['1.1', '2.2']) links.tell({ release: 'k1', channel: 'C1', ts });
  await eventually(() => {
    expect(written).toHaveLength(2);
  });
  expect(written).toEqual(['1.1', '2.2']);
});

it('a card is shown at once while the database is away, and the log learns of it with its next change', async () => {
  const port = await freePort();
  const server = await startDatabaseServer(port);
  await server.child.kill();
  const log = openLog(server.env.DATABASE_URL);
  const show = await sender(realSlack(), log);
  const begin = performance.now();
  const place = await show(null);
  expect(performance.now() - begin).toBeLessThan(3000);
  expect(place).toMatchObject({ release: 'k1', channel: 'C0SHIPPING' });
  await startDatabaseServer(port, server.folder);
  await eventually(async () => {
    await show(place);
    expect(await log.cardLink('k1')).toContain('/archives/C0SHIPPING/p');
  });
});

it('an attempt that is cut off once the card is there tells the next one where it is', async () => {
  const threads: (string | null)[] = [];
  let answer = () => {};
  const { client } = await slackThat({
    'conversations.list': () => ({ channels: [{ id: 'C1', name: 'shipping' }] }),
    'conversations.replies': () => ({ messages: [] }),
    'chat.postMessage': async (params) => {
      threads.push(params.get('thread_ts'));
      if (threads.length === 2) await new Promise<void>((resolve) => (answer = resolve));
      return { channel: 'C1', ts: `${threads.length}.1` };
    },
  });
  const temporal = await testNamespace();
  onTestFinished(() => temporal.close());
  const started = {
    n: 5,
    at: 0,
    type: 'started',
    ...nobody,
    actor: 'U_ANN',
    facts: { components: ['billing'] },
  } as const;
  const notices = [shown('n'), { kind: 'event', id: 'k1:5', tried: false, card, event: started }] as const;
  const round = { cardPlace: null, only: null, except: [] };
  /** Delivers the notices, each time by another worker. */
  const tell = async () =>
    (await activitiesWith(client, null, temporal.client)).deliverNotices(notices, round);

  const first = attempt();
  const heartbeat = new Promise<unknown>((resolve) => first.on('heartbeat', resolve));
  const cutOff = first.run(tell);
  await expect.poll(() => threads).toEqual([null, '1.1']);
  const heartbeatDetails = await heartbeat;
  const second = attempt({ attempt: 2, heartbeatDetails });
  const told = await second.run<[], RoundResult, () => Promise<RoundResult>>(tell);
  answer();
  await cutOff;
  expect(told.cardPlace).toEqual({ release: 'k1', channel: 'C1', ts: '1.1' });
  expect(threads.slice(2)).toEqual(['1.1']);
});

it.each([
  ['that another round has posted is found', 1, [{ ts: '1.1', blocks: [{ block_id: 'card:k1' }] }], 1],
  ['that is not there is waited for', 12, [], 0],
  ['that never comes is waited for no longer', 13, [], 1],
])('a card %s, where a component has a channel of its own', async (_, number, messages, posts) => {
  const said: string[] = [];
  const { client } = await slackThat({
    'conversations.list': () => ({ channels: [{ id: 'C1', name: 'shipping' }] }),
    'conversations.history': () => ({ messages }),
    'chat.getPermalink': (params) => ({
      permalink: `https://s.example.com/${params.get('message_ts') ?? ''}`,
    }),
    'chat.postMessage': (params) => {
      said.push(`${params.get('channel') ?? ''}: ${params.get('text') ?? ''}`);
      return {};
    },
  });
  const temporal = await testNamespace();
  onTestFinished(() => temporal.close());
  const component = {
    critical: true,
    admin: true,
    dependsOn: [],
    approvers: null,
    approvals: 1,
    admins: null,
  };
  const components = { billing: { ...component, channel: 'C0BILLING' }, site: component };
  const worker = await activitiesWith(client, null, temporal.client, components);
  const announced: Notice = {
    ...{ kind: 'event', id: 'k1:2', tried: false, card: { ...card, components: ['billing', 'site'] } },
    event: { n: 2, at: 0, type: 'checksPassed', ...nobody, facts: { ignoredComponents: [] } },
  };
  const round = {
    ...{ cardPlace: null, except: [] },
    only: [{ place: 'channel:C0BILLING', notices: ['k1:2'], triedSince: null }],
  };
  await attempt({ attempt: number })
    .run(() => worker.deliverNotices([announced], round))
    .catch((error: unknown) => {
      expect(String(error)).toMatch('not there yet');
    });
  expect(said).toHaveLength(posts);
  const link = messages.length === 0 ? 'its card' : '<https://s.example.com/1.1|its card>';
  for (const one of said) expect(one.endsWith(`: ${link}`)).toBe(true);
});

it('a Slack that tells no address holds nothing up, and is asked once for each card by each worker', async () => {
  const log = openLog(await testDatabase());
  let tells = false;
  const { client, calls } = await slackThat({
    'conversations.list': () => ({ channels: [{ id: 'C1', name: 'shipping' }] }),
    'chat.postMessage': () => ({ ts: '1.1' }),
    'chat.getPermalink': () =>
      tells ? { permalink: 'https://acme.slack.com/archives/C1/p11' } : { ok: false, error: 'fatal_error' },
  });
  const show = await sender(client, log);
  const place = await show(null);
  expect(place).toMatchObject({ ts: '1.1' });
  const asked = () => calls.filter((method) => method === 'chat.getPermalink').length;
  await eventually(() => {
    expect(asked()).toBe(1);
  });
  tells = true;
  await eventually(async () => {
    await show(place);
    expect(await log.cardLink('k1')).toBe('https://acme.slack.com/archives/C1/p11');
  });
  const before = asked();
  await show(place);
  await show(place);
  expect(asked()).toBe(before);
});
