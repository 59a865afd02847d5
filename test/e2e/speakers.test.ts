/** Whom the bot ignores: other apps, except those configured as services; people of other workspaces; and for a while, everybody. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { messagesOf } from '../support/cards.ts';
import { general, startCompany, type Company } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { envelopeOf } from '../support/slack-line.ts';

const page = 'https://dobrobot.company.example';
let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: {
      'SPK-1': ['ios-app'],
      'SPK-2': ['ios-app'],
      'SPK-3': ['ios-app'],
      'SPK-4': ['ios-app'],
      'SPK-5': ['ios-app'],
    },
    settings: { slack: { releaseChannel: 'shipping', speakers: { A_CI: 'service:ci' } } },
    ownLine: true,
    page,
  });
});
afterAll(() => company.close());

let count = 0;

/** A message of an app in the channel, as Slack delivers it to the bot. */
async function says(app: string, words: string): Promise<void> {
  count += 1;
  const now = Date.now() / 1000;
  const ts = `${now.toFixed(0)}.${String(count).padStart(6, '0')}`;
  const text = `<@${botUserId}> ${words}`;
  const event = { type: 'app_mention', subtype: 'bot_message', bot_id: `B${app}`, app_id: app };
  await company.line?.deliver(envelopeOf({ ...event, text, ts, channel: general, event_ts: ts }));
}
const untilSaid = (pattern: RegExp) =>
  eventually(async () => {
    const texts = (await messagesOf(company, general)).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(pattern));
  });

it('a speaker may do what anybody may, and with its own releases what a requester may', async () => {
  await says('A_CI', 'dobro SPK-1');
  expect(await company.untilStage('SPK-1', 'awaiting_approval')).toMatchObject({ requester: 'service:ci' });
  await says('A_CI', 'status SPK-1');
  await untilSaid(/SPK-1/);
  await says('A_CI', 'cancel SPK-1');
  await company.untilStage('SPK-1', 'cancelled');
});

it('it has no role: it approves nothing, and touches no release or lock of others', async () => {
  await company.say('U_ANN', 'dobro SPK-2');
  await company.untilStage('SPK-2', 'awaiting_approval');
  for (const words of ['accept SPK-2', 'recheck SPK-2', 'cancel SPK-2', 'freeze billing now', 'here SPK-2']) {
    await says('A_CI', words);
  }
  await untilSaid(/approver/);
  const { history, stage } = await company.statusOf('SPK-2');
  expect(stage).toBe('awaiting_approval');
  expect(history.map(({ actor }) => actor)).not.toContain('service:ci');
  expect((await company.lock('billing')).freezes).toEqual([]);
});

it('other apps do nothing', async () => {
  await says('A_OTHER', 'dobro SPK-3');
  await says('A_CI', 'dobro SPK-1');
  await company.untilStage('SPK-1', 'awaiting_approval');
  await expect(company.statusOf('SPK-3')).rejects.toThrow();
});

it('people of another workspace say and press in vain, and are told so privately', async () => {
  company.line?.setWorkspace('U_OTTO', 'T0OTHER');
  const toldOtto = async () =>
    (await company.slack.messages(general)).filter(({ ephemeral_to: reader }) => reader === 'U_OTTO');
  await company.say('U_OTTO', 'dobro SPK-4');
  await eventually(async () => {
    expect(await toldOtto()).toMatchObject([{ text: expect.stringContaining('slack.team') as string }]);
  });
  await company.say('U_ANN', 'dobro SPK-5');
  await company.untilStage('SPK-5', 'awaiting_approval');
  const { memo } = await company.temporal.client.workflow.getHandle('release:SPK-5').describe();
  const value = JSON.stringify({
    ticket: 'SPK-5',
    release: (memo as unknown as Memo).release.key,
    finding: 1,
  });
  const action = { type: 'button', action_id: 'command:accept', value };
  await company.line?.press({ user: 'U_OTTO', channel: general, action });
  await eventually(async () => {
    expect(await toldOtto()).toHaveLength(2);
  });
  await company.line?.press({ user: 'U_NORA', channel: general, action });
  expect(await company.untilStage('SPK-5', 'ready')).toMatchObject({ acceptedBy: ['U_NORA'] });
  await expect(company.statusOf('SPK-4')).rejects.toThrow(/not found/);
});

interface Memo {
  readonly release: { readonly key: string };
}

it('people of another workspace are shown neither an App Home nor what a link leads to', async () => {
  company.line?.setWorkspace('U_OTTO', 'T0OTHER');
  const url = `${page}/?story=0a1b2c3d4e5f6071`;
  const opens = (user: string) =>
    company.line?.deliver(
      envelopeOf({ type: 'app_home_opened', user, tab: 'home', channel: 'D0', event_ts: '1.1' }),
    );
  const shares = (user: string, ts: string) =>
    company.line?.deliver(
      envelopeOf({
        ...{ type: 'link_shared', channel: general, user, message_ts: ts, event_ts: ts },
        ...{ is_bot_user_member: true, source: 'conversations_history' },
        links: [{ domain: 'dobrobot.company.example', url }],
      }),
    );
  await Promise.all([opens('U_OTTO'), opens('U_NORA'), shares('U_OTTO', '2.1'), shares('U_NORA', '2.2')]);
  const begun = (workflowId: string) => company.temporal.client.workflow.getHandle(workflowId).describe();
  await begun('home:U_NORA');
  await begun(`unfurl:${general}:2.2`);
  for (const workflowId of ['home:U_OTTO', `unfurl:${general}:2.1`])
    await expect(begun(workflowId)).rejects.toThrow(/not found/);
  expect(await company.slack.home('U_OTTO')).toBeNull();
});

it('a bot whose tokens Slack refuses says so in a line, lives on, and hears again once they are taken', async () => {
  const bot = company.bot();
  const { line } = company;
  if (line === null) throw new Error('The company has no line of its own');
  const mend = line.faults.refuse(
    { method: 'apps.connections.open', error: 'invalid_auth' },
    { method: 'auth.test', error: 'invalid_auth' },
  );
  const connected = line.connected();
  line.dropConnections();
  const refusal = 'Slack refuses SLACK_APP_TOKEN (invalid_auth). docs/slack.md says how to get another';
  await eventually(() => {
    expect(bot.lastLines().join('\n')).toContain(refusal);
  });
  mend();
  await eventuallyTrue(() => line.connected() > connected);
  await company.say('U_ANN', 'cancel SPK-5');
  await company.untilStage('SPK-5', 'cancelled');
  expect(company.bot()).toBe(bot);
});
