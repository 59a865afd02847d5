/** People of other workspaces in a shared channel: nothing they do in Slack has an effect. */
import type { App, Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../bot/app.ts';
import type { CatchUp } from '../../bot/catch-up.ts';
import type { Listening } from '../../bot/listening.ts';
import { Readers } from '../../texts/readers.ts';

/** The names of the calls that were made. */
let done: string[];
let toldOff: string[];
let app: App;
let ours: boolean;

const refused = () => Promise.reject(new Error('It is only a test'));
const doing = (name: string) => () => {
  done.push(name);
  return refused();
};
/** An object with the properties in `known`. Every other call is recorded in `done` and fails. */
const noted = (name: string, known: object): unknown =>
  new Proxy(known, {
    get: (target, key) => {
      if (key in target) return (target as Record<PropertyKey, unknown>)[key];
      done.push(`${name}.${String(key)}`);
      return refused;
    },
  });

const door: Receiver = {
  init: (made) => {
    app = made;
  },
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

beforeEach(() => {
  [done, toldOff, ours] = [[], [], false];
  const slack = new WebClient('xoxb-x');
  vi.spyOn(slack.auth, 'test').mockResolvedValue({ ok: true, bot_id: 'B_BOT', user_id: 'U_BOT' });
  vi.spyOn(slack.views, 'open').mockImplementation(doing('slack.views.open'));
  createApp({ botToken: 'xoxb-x', apiUrl: undefined }, door, {
    listening: noted('listening', {
      turnAway: ({ actor }: { readonly actor: string }) => {
        toldOff.push(actor);
        return Promise.resolve();
      },
    }) as Listening,
    isOurs: () => Promise.resolve(ours),
    catchUp: noted('catchUp', {}) as CatchUp,
    client: noted('temporal', {}) as Client,
    slack,
    settingsNow: doing('settings'),
    readers: new Readers(slack, () => undefined),
    page: new URL('https://dobrobot.example.com/'),
  });
});

/** Has the bot process an event or interaction. Returns whether it was acknowledged. */
async function hears(body: Readonly<Record<string, unknown>>): Promise<boolean> {
  const ack = vi.fn(() => Promise.resolve());
  vi.spyOn(console, 'error').mockReturnValue();
  await app.processEvent({ body, ack }).catch(() => undefined);
  vi.restoreAllMocks();
  return ack.mock.calls.length > 0;
}

const event = (type: string, more: object) => ({
  ...{ type: 'event_callback', team_id: 'T_OWN', event_id: 'Ev1' },
  event: { type, user: 'U_ELSE', ...more },
});
const interaction = (type: string, more: object) => ({
  ...{ type, user: { id: 'U_ELSE', team_id: 'T_ELSE' }, team: { id: 'T_OWN' }, trigger_id: 'a click' },
  ...more,
});
const pressed = (action_id: string, more: object) =>
  interaction('block_actions', {
    channel: { id: 'C_SHARED' },
    actions: [{ type: 'button', block_id: 'b', action_ts: '1', action_id, ...more }],
  });
const story = 'https://dobrobot.example.com/?story=0a1b2c3d4e5f6071';
const target = JSON.stringify({ ticket: 'PAY-1', release: '0a1b', finding: 1 });
const missed = {
  text: 'dobro PAY-1',
  actor: 'U_ELSE',
  via: 'slack',
  commandId: 'x',
  channel: 'C',
  saidAt: 1,
  replyTo: 'C',
};

const interactions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a slash command': {
    ...{ command: '/dobro', text: 'queue', user_id: 'U_ELSE', channel_id: 'C_SHARED', trigger_id: 'typed' },
    team_id: 'T_OWN',
  },
  'a form to open': interaction('shortcut', { callback_id: 'requestRelease' }),
  'a form to open of a message': interaction('message_action', {
    ...{ callback_id: 'releaseTicket', message: { ts: '1.1', text: 'PAY-1' }, channel: { id: 'C_SHARED' } },
    response_url: 'https://hooks.slack.example/1',
  }),
  'a form that is filled in': interaction('view_submission', {
    view: {
      ...{ id: 'V1', callback_id: 'requestRelease', blocks: [], state: { values: {} } },
      private_metadata: '{"replyTo":"C_SHARED"}',
    },
  }),
  'a reason': interaction('view_submission', {
    view: {
      ...{ id: 'V1', callback_id: 'reason', state: { values: {} } },
      private_metadata: JSON.stringify({
        step: 'reject',
        ticket: 'PAY-1',
        release: '0a1b',
        replyTo: 'C_SHARED',
      }),
    },
  }),
  'a button of a release': pressed('command:accept', { value: target }),
  'a button that asks': pressed('question:queue', {}),
  'a button that opens the form': pressed('ask', {}),
  'an offer': pressed('doItNow', { value: JSON.stringify(missed) }),
  'a button of a watch': pressed('watch:notOurs', { value: '{"release":"0a1b","check":"errors"}' }),
  'a choice of components': pressed('chooseComponents', {
    ...{ type: 'multi_static_select', selected_options: [{ value: 'billing' }] },
    block_id: 'chooseComponents:{"ticket":"PAY-1","release":"0a1b"}',
  }),
  'a preference': pressed('preference:snooze', {}),
};
const events: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'an App Home': event('app_home_opened', { tab: 'home', channel: 'D_ELSE' }),
  'a link to a release': event('link_shared', {
    ...{ channel: 'C_SHARED', message_ts: '1.1', is_bot_user_member: true, source: 'conversations_history' },
    links: [{ domain: 'dobrobot.example.com', url: story }],
  }),
};

it.each(Object.entries(interactions))('%s is refused privately', async (_, body) => {
  expect(await hears(body)).toBe(true);
  expect([done, toldOff]).toEqual([[], ['U_ELSE']]);
});

it.each(Object.entries(events))('%s shows nothing', async (_, body) => {
  expect(await hears(body)).toBe(true);
  expect([done, toldOff]).toEqual([[], []]);
});

describe('our own people', () => {
  beforeEach(() => {
    ours = true;
  });

  it.each(Object.entries({ ...interactions, ...events }))('are heard: %s', async (_, body) => {
    await hears(body);
    expect(toldOff).toEqual([]);
    expect(done).not.toEqual([]);
  });
});
