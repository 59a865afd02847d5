/** Notices that cannot be delivered, or no longer where they used to be. */
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/activities.ts';
import { Pace } from '../../activities/slack/pace.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { nobody } from '../../domain/messages/origin.ts';
import type { Round } from '../../domain/messages/round.ts';
import type { Settings } from '../../domain/settings.ts';
import { aCard } from '../support/a-card.ts';
import { slackThat, type SlackAnswer } from '../support/scripted-slack.ts';

const frozen = (id: string): Notice => ({
  kind: 'lockEvent',
  id,
  tried: false,
  component: 'billing',
  event: {
    type: 'frozen',
    freeze: { by: 'U_ADAM', from: null, until: null, reason: 'works' },
    all: false,
  },
});

/** A notice from another version of a workflow: the event is missing. */
const unreadable = JSON.parse('{"kind":"lockEvent","id":"b","tried":false,"component":"billing"}') as Notice;

/** Attempts of one worker at a round of notices. Slack answers as scripted. */
async function sender(
  script: Readonly<Record<string, SlackAnswer>>,
  components: Settings['components'] = {},
) {
  const { client, calls } = await slackThat(script);
  const read = await loadSettings('dobrobot.yaml');
  const settings = { ...read, components: { ...read.components, ...components } };
  const activities = createActivities({
    settingsNow: () => Promise.resolve(settings),
    client: new Client(),
    slack: { client, pace: new Pace(client, 1000) },
    releaseLog: null,
    calendarsNow: () => Promise.resolve([]),
    page: null,
  });
  const logged: string[] = [];
  const logger = new DefaultLogger('ERROR', ({ message }) => logged.push(message));
  const inRound = (round: Round, ...notices: readonly Notice[]) =>
    new MockActivityEnvironment({ startToCloseTimeoutMs: 60_000 }, { logger }).run(() =>
      activities.deliverNotices(notices, round),
    );
  const deliver = (...notices: readonly Notice[]) =>
    inRound({ cardPlace: null, only: null, except: [] }, ...notices);
  return { calls, logged, deliver, inRound };
}

const channels = { 'conversations.list': () => ({ channels: [{ id: 'C1', name: 'releases' }] }) };

it('leaves out and reports what it cannot put into words, and says all else', async () => {
  const texts: (string | null)[] = [];
  const { deliver, logged } = await sender({
    ...channels,
    'chat.postMessage': (params) => {
      texts.push(params.get('text'));
      return {};
    },
  });
  await deliver(frozen('a'), unreadable, frozen('c'));
  expect(texts).toHaveLength(2);
  expect(logged).toContainEqual(expect.stringMatching('cannot be worded'));
});

it.each(['channel_not_found', 'is_archived'])(
  'looks for the release channel anew after %s',
  async (error) => {
    let id = 'C1';
    const { deliver, calls } = await sender({
      'conversations.list': () => ({ channels: [{ id, name: 'releases' }] }),
      'chat.postMessage': (params) => (params.get('channel') === id ? {} : { ok: false, error }),
    });
    await deliver(frozen('a'));
    await deliver(frozen('b'));
    expect(calls).toEqual(['conversations.list', 'chat.postMessage', 'chat.postMessage']);
    id = 'C2';
    const left = [{ place: 'channel', notices: ['c'], triedSince: null }];
    expect(await deliver(frozen('c'))).toMatchObject({ cardPlace: null, left });
    expect(await deliver(frozen('c'))).toMatchObject({ cardPlace: null, left: [] });
  },
);

it('notes in each direct message of which release it is', async () => {
  const ids: string[] = [];
  const { deliver } = await sender({
    ...channels,
    'chat.postMessage': (params) => {
      ids.push(/"block_id":"([^"]*)"/.exec(params.get('blocks') ?? '')?.[1] ?? '');
      return {};
    },
  });
  const release = { card: { ...aCard, ticket: 'REL-7', tickets: [] }, tried: false } as const;
  const facts = { from: 'U_VERA', to: 'U_DAN', goodVoided: false };
  const handedOver = { n: 3, at: 0, type: 'handedOver', ...nobody, actor: 'U_VERA', facts } as const;
  await deliver(
    { kind: 'event', id: 'key:3', event: handedOver, ...release },
    { kind: 'looking', id: 'answer-1', actor: 'U_DAN', replyTo: 'D0DAN:1.1', ...release },
  );
  expect(ids.sort()).toEqual([
    'answer-1|about:REL-7',
    'key:3',
    'key:3:U_DAN|about:REL-7',
    'key:3:U_VERA|about:REL-7',
  ]);
});

describe('where the channel of a component takes nothing', () => {
  const announced = { n: 2, at: 0, type: 'rechecked', ...nobody, facts: { change: null } } as const;
  const anyComponent = {
    critical: true,
    admin: true,
    dependsOn: [],
    approvers: null,
    admins: null,
    approvals: 1,
  };
  const components = {
    billing: { ...anyComponent, channel: 'C0PAY' },
    ledger: { ...anyComponent, channel: 'gone' },
  };
  const notices = (released: readonly string[]): readonly Notice[] => {
    const card = { ...aCard, components: released };
    return [
      { kind: 'card', id: 'key:2:card', tried: false, card },
      { kind: 'event', id: 'key:2', tried: false, card, event: announced },
    ];
  };

  /** What Slack takes of an announcement, and what is left of it. `own`: the answer of the channel C0PAY. */
  async function announce(released: readonly string[], own: () => object) {
    const said: (readonly [string | null, string | null])[] = [];
    const { deliver, logged } = await sender(
      {
        ...channels,
        'chat.getPermalink': () => ({ permalink: 'https://slack.example.com/card' }),
        'chat.postMessage': (params) => {
          const channel = params.get('channel');
          if (channel === 'C0PAY') return own();
          said.push([channel, params.get('text')]);
          return { channel, ts: `${said.length}.1` };
        },
      },
      components,
    );
    const told = await deliver(...notices(released));
    const alone = said.filter(([, text]) => text?.includes('but not everywhere') === true);
    return { told, channels: said.map(([channel]) => channel), alone, logged };
  }
  const refuses = (error: string) => () => ({ ok: false, error });

  it.each(['is_archived', 'not_in_channel', 'channel_not_found', 'restricted_action', 'missing_scope'])(
    'the release channel has the card, and its requester hears why, once: %s',
    async (error) => {
      const { told, channels, alone, logged } = await announce(['billing'], refuses(error));
      expect(told).toMatchObject({ cardPlace: { channel: 'C1' }, left: [] });
      expect(channels.filter((channel) => channel === 'C1')).toHaveLength(1);
      expect(alone).toEqual([['U_DAN', expect.stringMatching(/PAY-1.*C0PAY/)]]);
      expect(logged).toContainEqual(expect.stringMatching('The channel of a component takes nothing'));
    },
  );

  it('nothing of a release of several is kept for it', async () => {
    const { told, alone } = await announce(['billing', 'ledger'], refuses('is_archived'));
    expect(told).toMatchObject({ left: [] });
    expect(alone.sort()).toEqual([
      ['U_DAN', expect.stringMatching('no channel `gone`')],
      ['U_DAN', expect.stringMatching('channel `C0PAY` is archived')],
    ]);
  });

  it('what Slack may take a moment later is kept', async () => {
    const { told, alone } = await announce(['billing', 'ledger'], refuses('internal_error'));
    expect(told).toMatchObject({
      left: [{ place: 'channel:C0PAY', notices: ['key:2'], triedSince: null }],
    });
    expect(alone).toEqual([['U_DAN', expect.stringMatching('no channel `gone`')]]);
  });
});

describe('a round for some places', () => {
  // This event asks nobody to act, so nobody looks up the state of the release.
  const facts = { from: 'S_ENG', to: 'U_DAN', goodVoided: false };
  const event = { n: 3, at: 0, type: 'handedOver', ...nobody, actor: 'U_DAN', facts } as const;
  const card = { ...aCard, requester: 'U_DAN' };
  const notice: Notice = { kind: 'event', id: 'key:3', tried: false, card, event };
  const cardPlace = { release: aCard.key, channel: 'C1', ts: '1.1' };
  const lacks = (place: string) => ({ place, notices: [notice.id], triedSince: null });

  it('tells nobody else, and leaves nobody else to another round', async () => {
    const { calls, inRound } = await sender(channels);
    const only = [lacks('channel')];
    const told = await inRound({ cardPlace, only, except: ['people'] }, notice);
    expect(told).toEqual({ cardPlace: null, left: [], asked: [] });
    expect(calls).toEqual(['chat.postMessage']);
  });

  it('leaves whom it was for as long as Slack does not tell who is in a group', async () => {
    const to: (string | null)[] = [];
    let names = false;
    const { inRound } = await sender({
      ...channels,
      'usergroups.users.list': () => (names ? { users: ['U_ENG'] } : { ok: false, error: 'internal_error' }),
      'chat.postMessage': (params) => {
        to.push(params.get('channel'));
        return {};
      },
    });
    const round = { cardPlace, only: [lacks('U_DAN')], except: ['people'] };
    expect(await inRound(round, notice)).toMatchObject({ left: [lacks('U_DAN')] });
    names = true;
    expect(await inRound(round, notice)).toMatchObject({ left: [] });
    expect(to).toEqual(['U_DAN']);
  });
});
