/** What `doctor` says of Slack, of one that answers as scripted. */
import { describe, expect, it } from 'vitest';
import { setupTroubles } from '../../activities/setup-troubles.ts';
import { loadConfiguration } from '../../config/load-settings.ts';
import type { Configuration } from '../../config/load-settings.ts';
import { lookAtDoor } from '../../doctor/slack-door.ts';
import { lookAtSlack } from '../../doctor/slack.ts';
import { slackThat } from '../support/scripted-slack.ts';

const sample = (): Promise<Configuration> => loadConfiguration('dobrobot.yaml');

it('finds nothing wrong where there is to be no Slack, and asks for a token where there is', async () => {
  const lookWith = async (env: NodeJS.ProcessEnv) => {
    const findings = await lookAtSlack(await sample(), env);
    return findings.map(({ name, state }) => `${name}: ${state}`);
  };
  expect(await lookWith({ DOBROBOT_SLACK: 'off' })).toEqual(['Slack: ok']);
  expect(await lookWith({})).toEqual(['Slack: wrong']);
  expect(await lookWith({ DOBROBOT_SLACK: 'maybe' })).toEqual(['Slack: wrong']);
});

describe('channels', () => {
  const channels: Readonly<Record<string, object>> = {
    C01: { name: 'releases' },
    C02: { name: 'billing', is_member: false },
    C03: { name: 'old', is_archived: true },
  };
  const troublesWith = async (own: Readonly<Record<string, string>>) => {
    const { settings } = await sample();
    const components = Object.fromEntries(
      Object.entries(settings.components).map(([name, one]) => [
        name,
        { ...one, channel: own[name] ?? null },
      ]),
    );
    const { client, calls } = await slackThat({
      'conversations.list': () => ({
        channels: Object.entries(channels).map(([id, channel]) => ({ id, ...channel })),
      }),
      'conversations.info': (params) => ({ channel: channels[params.get('channel') ?? ''] }),
      'users.info': () => ({ user: { id: 'U' } }),
    });
    const found = await setupTroubles(client, { ...settings, components }, null);
    return { found, listed: calls.filter((call) => call === 'conversations.list').length };
  };

  it('of components are looked at as the release channel is, each once, by one list', async () => {
    const { found, listed } = await troublesWith({ db: 'billing', billing: 'billing', 'ios-app': 'nowhere' });
    expect(found).toEqual([
      { type: 'channel', channel: 'billing', reason: 'not_in_channel', components: ['db', 'billing'] },
      { type: 'channel', channel: 'nowhere', reason: 'channel_not_found', components: ['ios-app'] },
    ]);
    expect(listed).toBe(1);
  });

  it('that are named by their IDs are, too', async () => {
    expect((await troublesWith({ db: 'C03', billing: 'releases' })).found).toEqual([
      { type: 'channel', channel: 'C03', reason: 'is_archived', components: ['db'] },
    ]);
  });
});

describe('how Slack reaches the bot', () => {
  const lookWith = async (env: NodeJS.ProcessEnv, answer: object = {}) => {
    const { client, calls } = await slackThat({ 'apps.connections.open': () => answer });
    const findings = await lookAtDoor(client, env);
    return { calls, said: findings.map(({ state, text }) => `${state}: ${text}`) };
  };

  it('is told where the variables of the bot are', async () => {
    expect(await lookWith({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual({ calls: [], said: [] });
    expect(await lookWith({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual({
      calls: ['apps.connections.open'],
      said: [expect.stringMatching(/^ok: Slack takes SLACK_APP_TOKEN/)],
    });
  });

  it.each(['invalid_auth', 'not_allowed_token_type', 'missing_scope'])(
    'by Socket Mode is wrong where Slack says %s',
    async (error) => {
      const { said } = await lookWith({ SLACK_APP_TOKEN: 'xoxb-1' }, { ok: false, error });
      expect(said).toEqual([
        expect.stringMatching(`^wrong: .*SLACK_APP_TOKEN \\(${error}\\).*connections:write`),
      ]);
    },
  );

  it('by HTTP is wrong where the signing secret can be none, or the port', async () => {
    const secret = '8f742231b10e8888abcd99baac85a5ff';
    const look = async (env: NodeJS.ProcessEnv) => (await lookWith(env)).said;
    expect(await look({ SLACK_SIGNING_SECRET: secret })).toEqual([expect.stringMatching(/^ok: .*form/)]);
    expect(await look({ SLACK_SIGNING_SECRET: 'xoxb-1-2' })).toEqual([
      expect.stringMatching(/^wrong: .*32 digits/),
    ]);
    expect(await look({ SLACK_SIGNING_SECRET: secret, SLACK_CLIENT_SECRET: secret })).toEqual([
      expect.stringMatching(/^wrong: .*SLACK_CLIENT_SECRET/),
    ]);
    expect(await look({ SLACK_SIGNING_SECRET: secret, DOBROBOT_HTTP_PORT: 'x' })).toEqual([
      expect.stringMatching(/^wrong: DOBROBOT_HTTP_PORT/),
    ]);
  });
});
