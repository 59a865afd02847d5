/** Messages of other apps: those that the configuration names speak as a service, which has no role. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import { messagesOf } from '../support/cards.ts';
import { general, startCompany, type Company } from '../support/company.ts';
import { envelopeOf } from '../support/slack-line.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'SPK-1': ['ios-app'], 'SPK-2': ['ios-app'], 'SPK-3': ['ios-app'] },
    settings: { slack: { releaseChannel: 'shipping', speakers: { A_CI: 'service:ci' } } },
    ownLine: true,
  });
});
afterAll(() => company.close());

let count = 0;

/** What an app writes in the channel, as Slack tells the bot of it. */
async function says(app: string, words: string): Promise<void> {
  count += 1;
  const now = Date.now() / 1000;
  const ts = `${now.toFixed(0)}.${String(count).padStart(6, '0')}`;
  const text = `<@${botUserId}> ${words}`;
  const event = { type: 'app_mention', subtype: 'bot_message', bot_id: `B${app}`, app_id: app };
  await company.line?.deliver(envelopeOf({ ...event, text, ts, channel: general, event_ts: ts }));
}
const untilSaid = (pattern: RegExp) =>
  vi.waitFor(
    async () => {
      const texts = (await messagesOf(company, general)).map(({ text }) => text);
      expect(texts).toContainEqual(expect.stringMatching(pattern));
    },
    { timeout: 20_000, interval: 100 },
  );

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
