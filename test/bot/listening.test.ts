/** Which messages are carried out, which are asked about first, and which do nothing. */
import type { Client } from '@temporalio/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Listening } from '../../bot/listening.ts';
import { heardIn } from '../../bot/said-in.ts';
import type { SlackMessage } from '../../bot/said-in.ts';
import { loadSettings } from '../../config/load-settings.ts';

const settings = await loadSettings('dobrobot.yaml');
const minuteMs = 60_000;

/** A bot that records its calls to Temporal in `done`. */
function bot(speakers: Readonly<Record<string, string>> = {}) {
  const done: unknown[] = [];
  const client = {
    workflow: {
      getHandle: (id: string) => ({
        signal: ({ name }: { readonly name: string }, payload: object) => {
          done.push({ id, signal: name, ...payload });
          return Promise.resolve();
        },
      }),
      start: (type: string, { args: [asked] }: { readonly args: readonly [object] }) => {
        done.push({ type, ...asked });
        return Promise.resolve();
      },
    },
  } as unknown as Client;
  const withSpeakers = { ...settings, slack: { ...settings.slack, speakers } };
  const ticketUnder = vi.fn((_: string, thread: string) =>
    Promise.resolve(thread === '1.1' ? 'PAY-7' : null),
  );
  const isPerson = (user: string) => Promise.resolve(user !== 'U0BOT');
  const listening = new Listening(client, () => Promise.resolve(withSpeakers), {
    ...{ ticketUnder, isPerson },
    isOurs: (user) => Promise.resolve(user !== 'U_ELSE'),
  });
  const hear = (message: Partial<SlackMessage>, agoMs = 0, channel = 'C1') => {
    const ts = message.ts ?? String((Date.now() - agoMs) / 1000);
    const heard = heardIn({ user: 'U_VERA', ...message, ts }, channel, 'U0BOT');
    return listening.hearMessages(heard === null ? [] : [heard]);
  };
  return { done, hear, ticketUnder };
}

it('numbers the commands of a message', async () => {
  const { done, hear } = bot();
  const ts = String(Date.now() / 1000);
  await hear({ ts, text: '<@U0BOT> accept PAY-1\n<@U0BOT> reject PAY-2 no plan\n<@U0BOT> queue' });
  expect(done).toMatchObject([
    { id: 'release:PAY-1', signal: 'accept', commandId: `C1:${ts}` },
    { id: 'release:PAY-2', signal: 'reject', commandId: `C1:${ts}:2`, reason: 'no plan' },
    { question: { type: 'queue' }, commandId: `C1:${ts}:3` },
  ]);
});

it('asks privately about what is said aside, and of what was changed', async () => {
  const { done, hear } = bot();
  await hear({ text: 'Do not <@U0BOT> accept PAY-1' });
  await hear({ text: '<@U0BOT> accept PAY-2', edited: { ts: '3.3' } });
  await hear({ text: '<@U0BOT> accept PAY-3', edited: { ts: '3.3' } }, 60 * minuteMs);
  const meant = (text: string, changed: boolean) => ({
    question: { type: 'meant', changed, missed: { text, actor: 'U_VERA' } },
    replyTo: 'C1:ephemeral',
  });
  expect(done).toMatchObject([
    meant('accept PAY-1', false),
    meant('accept PAY-2', true),
    meant('accept PAY-3', true),
  ]);
});

it('knows which ticket is left out in a thread, and looks for none elsewhere', async () => {
  const { done, hear, ticketUnder } = bot();
  await hear({ text: '<@U0BOT> lgtm', thread_ts: '1.1' });
  await hear({ text: '<@U0BOT> accept PAY-1', thread_ts: '1.1' });
  await hear({ text: '<@U0BOT> done' });
  expect(done).toMatchObject([
    { id: 'release:PAY-7', signal: 'accept' },
    { id: 'release:PAY-1', signal: 'accept' },
    { question: { type: 'mistake', mistake: { code: 'missingTicket' } } },
  ]);
  expect(ticketUnder).toHaveBeenCalledOnce();
});

it('asks in a thread whether a number is a ticket or begins a reason', async () => {
  const { done, hear } = bot();
  await hear({ text: '<@U0BOT> reject 3 tests fail', thread_ts: '1.1' });
  await hear({ text: '<@U0BOT> reject 4711 no plan' });
  expect(done).toMatchObject([
    { question: { mistake: { code: 'unsure', says: 'reject PAY-7 3 tests fail' } } },
    { id: 'release:4711', signal: 'reject', reason: 'no plan' },
  ]);
});

it('does nothing for other apps but those that are named, and says so once', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => {
    warn.mockRestore();
  });
  const { done, hear } = bot({ A_CI: 'service:ci' });
  const app = { text: '<@U0BOT> accept PAY-1', user: undefined, bot_id: 'B_1', subtype: 'bot_message' };
  await hear({ ...app, app_id: 'A_OTHER' });
  await hear({ ...app, app_id: 'A_OTHER' });
  expect(done).toEqual([]);
  expect(warn).toHaveBeenCalledOnce();
  await hear({ ...app, app_id: 'A_CI' });
  expect(done).toMatchObject([{ id: 'release:PAY-1', signal: 'accept', actor: 'service:ci' }]);
});

it('hands over to nobody who cannot act', async () => {
  const { done, hear } = bot();
  await hear({ text: '<@U0BOT> handover PAY-1 to <@U0BOT>' });
  await hear({ text: '<@U0BOT> handover PAY-1 to <@U_DORA>' });
  expect(done).toMatchObject([
    { question: { type: 'mistake', mistake: { code: 'notAPerson', user: 'U0BOT' } } },
    { id: 'release:PAY-1', signal: 'handover', user: 'U_DORA' },
  ]);
});

it('does nothing for people of other workspaces, and tells them so privately', async () => {
  const { done, hear } = bot();
  await hear({ user: 'U_ELSE', ts: String(Date.now() / 1000), text: '<@U0BOT> dobro PAY-1\n<@U0BOT> queue' });
  await hear({ user: 'U_ELSE', text: '<@U0BOT> accept PAY-1' }, 60 * minuteMs);
  expect(done).toMatchObject([
    { question: { type: 'otherWorkspace' }, actor: 'U_ELSE', replyTo: 'C1:ephemeral' },
  ]);
});
