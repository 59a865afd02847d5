/** What a sender cannot say, or cannot say any more where it did. */
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { createActivities } from '../../activities/activities.ts';
import { Pace } from '../../activities/slack/pace.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Notice } from '../../domain/messages/notice.ts';
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

/** As another version of a workflow may have left it: there is no event in it. */
const unreadable = JSON.parse('{"kind":"lockEvent","id":"b","tried":false,"component":"billing"}') as Notice;

/** Attempts of one worker at the same notices, at a Slack that answers as scripted. */
async function sender(script: Readonly<Record<string, SlackAnswer>>) {
  const { client, calls } = await slackThat(script);
  const settings = await loadSettings('dobrobot.yaml');
  const activities = createActivities({
    settingsNow: () => Promise.resolve(settings),
    client: new Client(),
    slack: client,
    pace: new Pace(client, 1000),
    releaseLog: null,
    page: null,
  });
  const logged: string[] = [];
  const logger = new DefaultLogger('ERROR', ({ message }) => logged.push(message));
  const deliver = (...notices: readonly Notice[]) =>
    new MockActivityEnvironment({ startToCloseTimeoutMs: 60_000 }, { logger }).run(() =>
      activities.deliverNotices(notices, { cardPlace: null, only: null, except: [] }),
    );
  return { calls, logged, deliver };
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
