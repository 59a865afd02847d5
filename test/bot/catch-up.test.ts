import { expect, it, onTestFinished, vi } from 'vitest';
import { CatchUp } from '../../bot/catch-up.ts';
import type { HeardMessage } from '../../bot/said-in.ts';
import { eventually } from '../support/eventually.ts';
import { slackThat } from '../support/scripted-slack.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const said = (text: string): HeardMessage => ({
  text,
  bot: 'U_BOT',
  direct: true,
  edited: false,
  thread: null,
  app: null,
  actor: 'U_ANN',
  commandId: text,
  replyTo: 'D_ANN',
  via: 'slack',
  channel: 'D_ANN',
  saidAt: 1,
});

/** A bot with these direct conversations. Each returns one message from 20 minutes ago, or an error. */
async function botIn(conversations: Readonly<Record<string, () => string | { readonly error: string }>>) {
  const ts = String((Date.now() - 20 * minuteMs) / 1000);
  const slack = await slackThat({
    'auth.test': () => ({ user_id: 'U_BOT' }),
    'users.conversations': () => ({ channels: Object.keys(conversations).map((id) => ({ id })) }),
    'conversations.history': (params) => {
      const told = conversations[params.get('channel') ?? '']?.() ?? '';
      if (typeof told === 'object') return { ok: false, ...told };
      return { messages: [{ ts, user: 'U_ANN', text: told }] };
    },
  });
  const end = new AbortController();
  onTestFinished(() => {
    end.abort();
  });
  const hear = vi.fn<(messages: readonly HeardMessage[]) => Promise<void>>().mockResolvedValue();
  const heard = () => hear.mock.calls.flatMap(([messages]) => messages.map(({ text }) => text));
  const onError = vi.fn();
  const readers = { patient: slack.client, urgent: slack.client };
  const catchUp = new CatchUp(readers, hear, () => Promise.resolve(dayMs), end.signal, onError);
  const looks = () => slack.calls.filter((method) => method === 'auth.test').length;
  return { catchUp, heard, hear, onError, looks };
}

it('looks again, as far back, for what Slack did not show as it was not well', async () => {
  const answers = ['well', { error: 'internal_error' }];
  const { catchUp, heard, onError } = await botIn({
    D_ANN: () => answers.pop() ?? 'well',
    D_BEN: () => 'also said',
  });
  catchUp.begin();
  await eventually(() => {
    expect(onError).toHaveBeenCalledOnce();
  });
  expect(heard()).toEqual(['also said']);
  catchUp.begin();
  await eventually(() => {
    expect(heard()).toEqual(['also said', 'well']);
  });
});

it('passes over a channel that Slack will not show', async () => {
  const { catchUp, heard, hear, onError } = await botIn({
    D_ANN: () => ({ error: 'missing_scope' }),
    D_BEN: () => 'said',
  });
  catchUp.begin();
  await eventually(() => {
    expect(heard()).toEqual(['said']);
  });
  expect(onError).toHaveBeenCalledOnce();
  catchUp.begin();
  await eventually(() => {
    expect(hear).toHaveBeenCalledTimes(2);
  });
  expect(heard()).toEqual(['said']);
});

it('hears live messages one after the other, once it has looked back', async () => {
  const { catchUp, heard, hear } = await botIn({ D_ANN: () => 'earlier' });
  let passOn: () => void = () => undefined;
  const passedOn = new Promise<void>((done) => (passOn = done));
  hear.mockResolvedValueOnce().mockReturnValueOnce(passedOn);
  catchUp.begin();
  const both = Promise.all([catchUp.hearLive(said('first')), catchUp.hearLive(said('second'))]);
  await eventually(() => {
    expect(heard()).toContain('first');
  });
  await new Promise(setImmediate);
  expect(heard()).toEqual(['earlier', 'first']);
  passOn();
  await both;
  expect(heard()).toEqual(['earlier', 'first', 'second']);
});

it('goes on with the next live message when one cannot be passed on', async () => {
  const { catchUp, heard, hear } = await botIn({});
  hear.mockRejectedValueOnce(new Error('Temporal is away'));
  const first = catchUp.hearLive(said('first'));
  const second = catchUp.hearLive(said('second'));
  await expect(first).rejects.toThrow('Temporal is away');
  await second;
  expect(heard()).toEqual(['first', 'second']);
});

it('looks once for many messages that could not be passed on', async () => {
  const { catchUp, hear, looks } = await botIn({});
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  for (let n = 0; n < 3; n += 1) catchUp.beginLater();
  vi.advanceTimersByTime(minuteMs);
  vi.useRealTimers();
  await eventually(() => {
    expect(hear).toHaveBeenCalled();
  });
  await catchUp.hearLive(said('afterwards'));
  expect(looks()).toBe(1);
});

it('looks from time to time where nothing tells that Slack could not reach the bot, and no live message waits for that', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { catchUp, heard, hear, looks } = await botIn({ D_ANN: () => 'earlier' });
  let passOn: () => void = () => undefined;
  hear.mockReturnValueOnce(new Promise<void>((done) => (passOn = done)));
  catchUp.lookFromTimeToTime();
  vi.advanceTimersByTime(10 * minuteMs);
  await eventually(() => {
    expect(heard()).toEqual(['earlier']);
  });
  const live = catchUp.hearLive(said('live'));
  await eventually(() => {
    expect(heard()).toEqual(['earlier', 'live']);
  });
  await live;
  passOn();
  await eventually(() => {
    vi.advanceTimersByTime(10 * minuteMs);
    expect(looks()).toBeGreaterThan(1);
  });
});

it('looks at the conversations of those first who spoke last, and hears a live message after what was said there before', async () => {
  const spoken = { D_ANN: 'of Ann', D_BEN: 'of Ben', C_ALL: '<@U_BOT> of all', D_EVE: 'of Eve' };
  const asked: string[] = [];
  let first: () => void = () => undefined;
  const firstRead = new Promise<void>((done) => (first = done));
  const tell = (channel: keyof typeof spoken) => () => {
    asked.push(channel);
    if (asked.length === 1) first();
    return spoken[channel];
  };
  const { catchUp, heard } = await botIn({
    D_ANN: tell('D_ANN'),
    D_BEN: tell('D_BEN'),
    C_ALL: tell('C_ALL'),
    D_EVE: tell('D_EVE'),
  });
  await catchUp.hearLive({ ...said('live before'), channel: 'D_BEN' });
  catchUp.begin();
  await firstRead;
  await catchUp.hearLive({ ...said('live of Eve'), channel: 'D_EVE' });
  expect(heard().indexOf('live of Eve')).toBeGreaterThan(heard().indexOf('of Eve'));
  await eventually(() => {
    expect(heard()).toHaveLength(6);
  });
  expect(asked.slice(0, 1)).toEqual(['D_BEN']);
  expect(asked.filter((channel) => channel !== 'D_EVE')).toEqual(['D_BEN', 'C_ALL', 'D_ANN']);
  expect(asked).toHaveLength(4);
});

it('reads few of 150 conversations after a reconnect before it hears a live message', async () => {
  const read: string[] = [];
  let first: () => void = () => undefined;
  const firstRead = new Promise<void>((done) => (first = done));
  const names = Array.from({ length: 150 }, (_, n) => `D_${n}`);
  const tell = (name: string) => () => {
    read.push(name);
    first();
    return `said in ${name}`;
  };
  const { catchUp, heard } = await botIn(Object.fromEntries(names.map((name) => [name, tell(name)])));
  catchUp.begin();
  await firstRead;
  await catchUp.hearLive({ ...said('live'), channel: 'D_149' });
  const before = [...read];
  expect(before).toContain('D_149');
  expect(before.length).toBeLessThan(15);
  expect(heard()).toEqual(['said in D_149', 'live']);
  await eventually(() => {
    expect(heard()).toHaveLength(151);
  });
  // No conversation is read twice.
  expect([...read].sort()).toEqual([...names].sort());
});

it('does not read again what it has heard', async () => {
  const { catchUp, heard, hear } = await botIn({ D_ANN: () => 'said' });
  catchUp.begin();
  await eventually(() => {
    expect(heard()).toEqual(['said']);
  });
  catchUp.begin();
  await eventually(() => {
    expect(hear).toHaveBeenCalledTimes(2);
  });
  expect(heard()).toEqual(['said']);
});
