/** What `doctor` says about Slack. Slack answers as scripted. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { setupTroubles } from '../../activities/setup-troubles.ts';
import { loadConfiguration } from '../../config/load-settings.ts';
import type { Configuration } from '../../config/load-settings.ts';
import { diagnoseNudges } from '../../doctor/nudges.ts';
import { diagnoseOnCall } from '../../doctor/on-call.ts';
import { diagnoseSlackDoor } from '../../doctor/slack-door.ts';
import { diagnoseSlack } from '../../doctor/slack.ts';
import type { OnCallSchedule } from '../../domain/on-call.ts';
import type { Settings } from '../../domain/settings.ts';
import { playedServer } from '../activities/tickets/played/server.ts';
import { slackThat } from '../support/scripted-slack.ts';

const sample = (): Promise<Configuration> => loadConfiguration('dobrobot.yaml');

it('finds nothing wrong where there is to be no Slack, and asks for a token where there is', async () => {
  const lookWith = async (env: NodeJS.ProcessEnv) => {
    const findings = await diagnoseSlack(await sample(), env);
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
    const findings = await diagnoseSlackDoor(client, env);
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

/** Every user exists but U_GONE. S_LEADS contains U_OLEG, all other groups are empty, and S_HIDDEN is not visible. */
const company = () =>
  slackThat({
    'users.info': (params) => {
      const id = params.get('user');
      return { user: { id, deleted: id === 'U_GONE' } };
    },
    'usergroups.users.list': (params) => {
      const group = params.get('usergroup');
      if (group === 'S_HIDDEN') return { ok: false, error: 'missing_scope' };
      return { users: group === 'S_LEADS' ? ['U_OLEG'] : [] };
    },
  });

describe('reminders', () => {
  async function lookWith(
    change: (settings: Settings) => Settings,
    { values = {}, unwilling = [] }: { values?: object; unwilling?: readonly string[] } = {},
  ) {
    const { client } = await company();
    const { settings } = await sample();
    const findings = await diagnoseNudges({
      ...{ settings: change(settings), values, slack: client },
      unwilling: new Set(unwilling),
    });
    return findings.map(({ state, text }) => `${state}: ${text}`);
  }
  const ofPeople = (people: Partial<Settings['people']>) => (settings: Settings) => ({
    ...settings,
    people: { ...settings.people, ...people },
  });

  it('reach somebody where one of a list is there', async () => {
    expect(await lookWith(ofPeople({ approvers: ['U_GONE', 'S_LEADS'] }))).toEqual([
      expect.stringMatching(
        /^ok: .* reminders\.approvers\.escalateTo and reminders\.admins\.escalateTo are empty$/,
      ),
    ]);
  });

  it('reach nobody where all have left, are in no group, or want none', async () => {
    expect(
      await lookWith(ofPeople({ approvers: ['U_GONE', 'S_EMPTY', 'S_HIDDEN', 'U_VERA'] }), {
        unwilling: ['U_VERA', 'U_ADAM'],
      }),
    ).toEqual([
      'wrong: reminders.approvers reaches nobody, since people.approvers has nobody to reach (U_GONE: no living person of this workspace; U_VERA: reminders switched off; S_EMPTY, S_HIDDEN (missing_scope): nobody is shown in it). Name somebody there who is there and takes reminders',
      expect.stringMatching(/^wrong: reminders\.admins reaches nobody, since people\.admins .*U_ADAM: rem/),
    ]);
  });

  it('of a component go to its own people', async () => {
    const said = await lookWith((settings) => ({
      ...settings,
      components: {
        ...settings.components,
        vault: { ...settings.components['db'], approvers: ['S_EMPTY'], admins: ['U_GONE'] } as never,
      },
    }));
    expect(said).toEqual([
      expect.stringMatching(/^wrong: reminders\.approvers .*components\.vault\.approvers .*S_EMPTY/),
      expect.stringMatching(/^wrong: reminders\.admins .*components\.vault\.admins .*U_GONE/),
    ]);
  });

  it('go to whoever is on call, and reach nobody if that one has left', async () => {
    const onCall = { rotation: ['U_GONE'], daysEach: 7, from: '2026-01-05T10:00', timezone: 'UTC' };
    expect(await lookWith(ofPeople({ onCall }))).toEqual([
      expect.stringMatching(/^wrong: reminders\.admins reaches nobody, since people\.onCall .*U_GONE/),
    ]);
  });

  it('are followed by nobody where the file says when, and not whom', async () => {
    const values = { reminders: { approvers: { escalateAfter: '30m' }, admins: { after: '1m' } } };
    expect(await lookWith((settings) => settings, { values })).toEqual([
      expect.stringMatching(
        /^wrong: reminders\.approvers\.escalateAfter is set, and .*escalateTo names nobody/,
      ),
    ]);
  });

  it('are followed by nobody where all to whom they go have left; who wants no reminders is called', async () => {
    const escalating = (escalateTo: readonly string[]) => (settings: Settings) => {
      const { reminders } = settings.release;
      const admins = { ...reminders.admins, escalateTo };
      return { ...settings, release: { ...settings.release, reminders: { ...reminders, admins } } };
    };
    expect(await lookWith(escalating(['U_GONE', 'S_EMPTY']))).toEqual([
      expect.stringMatching(/^wrong: reminders\.admins reaches nobody, since reminders\.admins\.escalateTo /),
    ]);
    expect(await lookWith(escalating(['U_EVA']), { unwilling: ['U_EVA'] })).toEqual([
      expect.stringMatching(/^ok: .*as reminders\.approvers\.escalateTo is empty$/),
    ]);
  });
});

describe('who is on call', () => {
  const serving = async (text: string): Promise<string> => {
    const server = await playedServer();
    onTestFinished(server.close);
    server.answers = () => ({ body: text, headers: { 'content-type': 'text/calendar' } });
    return server.url;
  };
  const ics = (...lines: readonly string[]): string =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
      '\r\n',
    );

  async function lookAt(calendar: string | null) {
    const { client } = await company();
    const { client: lookUp } = await slackThat({
      'users.lookupByEmail': () => ({ user: { id: 'U_EVA' } }),
    });
    const url = calendar === null ? 'http://127.0.0.1:1/' : await serving(calendar);
    const { settings } = await sample();
    const schedule: OnCallSchedule = {
      ...{ kind: 'ics', url, id: null, urlEnv: null, userEnv: null, passwordEnv: null, tokenEnv: null },
    };
    const onCall = { rotation: [], daysEach: 7, from: '', timezone: 'UTC', schedule };
    const { findings } = await diagnoseOnCall(
      { ...settings, internalHosts: ['127.0.0.1'], people: { ...settings.people, onCall } },
      calendar === null ? client : lookUp,
      {},
    );
    return findings.map(({ name, state, text }) => `${name} ${state}: ${text}`);
  }

  it('is told by the schedule; a gap calls every admin; a schedule that cannot be read is wrong', async () => {
    const person = 'ATTENDEE:mailto:eva@example.com';
    expect(await lookAt(ics('DTSTART:20200101T000000Z', 'DTEND:20990101T000000Z', person))).toEqual([
      'on call ok: U_EVA, by ics',
    ]);
    expect(await lookAt(ics('DTSTART:20200101T000000Z', 'DTEND:20200102T000000Z', person))).toEqual([
      expect.stringMatching(/^on call ok: the schedule of ics names nobody now/),
    ]);
    expect(await lookAt(null)).toEqual([
      expect.stringMatching(
        /^on call wrong: The schedule of ics does not tell who is on call: .*127\.0\.0\.1/,
      ),
    ]);
  });
});
