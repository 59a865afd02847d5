/** A message that is no longer needed is not sent, and its caller learns why. */
import { getEventListeners } from 'node:events';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ChannelQueue } from '../../activities/slack/channel-queue.ts';
import { limitOf } from '../../slack/limits.ts';
import { RateLimiter } from '../../slack/turns.ts';
import type { Limit } from '../../slack/turns.ts';
import { eventuallyTrue } from '../support/eventually.ts';

const reason = new Error('its time is up');
const everyMs = 60_000;
const place = { channel: 'C1', ts: '1.1' };

it('makes no call for what is given up, and tells the reason', async () => {
  const calls: string[] = [];
  const call = (name: string) => () => Promise.resolve(calls.push(name));
  const turns = new RateLimiter({ atOnce: 1, everyMs });
  await expect(turns.inTurn(call('given up before'), { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
  await expect(turns.atOnce(call('given up before'), AbortSignal.abort(reason))).rejects.toBe(reason);
  await turns.inTurn(call('in its turn'));
  const ending = new AbortController();
  const waiting = turns.inTurn(call('given up while it waits'), { signal: ending.signal });
  ending.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(calls).toEqual(['in its turn']);
});

it('keeps nothing of what has been said or given up, though its signal lasts for long', async () => {
  const { signal } = new AbortController();
  const line = new ChannelQueue(
    new RateLimiter({ atOnce: 1, everyMs }),
    new RateLimiter({ atOnce: 9, everyMs }),
    () => Promise.resolve(place),
  );
  const message = (id: string) => ({
    ...{ id, channel: 'C1', thread: null, broadcast: false },
    message: { text: 'a text', blocks: [] },
  });
  expect(await line.join(message('first'), true, signal)).toBe(place);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  const again = line.join(message('second'), true, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  const ending = new AbortController();
  const later = line.join(message('second'), true, ending.signal);
  await expect(again).rejects.toThrow('A later attempt says it');
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  ending.abort(reason);
  await expect(later).rejects.toBe(reason);
});

describe('the limit of a method', () => {
  /** When each of these calls is made, ms from the first. All are requested at once. */
  async function made(limit: Limit, calls: number): Promise<readonly number[]> {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const turns = new RateLimiter(limit);
    const from = Date.now();
    const at = Array.from({ length: calls }, () => turns.inTurn(() => Promise.resolve(Date.now() - from)));
    const all = Promise.all(at);
    await vi.runAllTimersAsync();
    return all;
  }

  it.each([
    ['conversations.open', 50],
    ['conversations.history', 50],
    ['chat.update', 50],
    ['usergroups.users.list', 20],
    ['users.info', 100],
    ['a method that nobody listed', 20],
  ])(
    'lets %s be called %d times in any minute, and at once after a quiet time',
    async (method, perMinute) => {
      const times = await made(limitOf(method, 1), 3 * perMinute);
      times.forEach((from) => {
        expect(times.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(perMinute);
      });
      expect(times.filter((at) => at === 0)).toHaveLength(perMinute / 2);
      // The waiting, plus the variation in how long calls take.
      expect(times.at(-1)).toBeLessThan(3.3 * 60_500);
    },
  );

  it('passes faster where a minute does', async () => {
    expect((await made(limitOf('conversations.open', 60), 45)).at(-1)).toBeLessThan(1000);
  });
});

it('makes what is urgent first, and all else in the order in which it came', async () => {
  const made: string[] = [];
  const turns = new RateLimiter({ atOnce: 1, everyMs: 5 });
  const make = (name: string, urgent: boolean) =>
    turns.inTurn(() => Promise.resolve(made.push(name)), { urgent });
  await Promise.all([
    make('first', false),
    make('second', false),
    make('third', false),
    make('urgent', true),
    make('also urgent', true),
  ]);
  expect(made).toEqual(['first', 'urgent', 'also urgent', 'second', 'third']);
});

it('keeps room for what is urgent when all else has used up its share', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const from = Date.now();
  const turns = new RateLimiter({ atOnce: 100, everyMs: 1, most: { calls: 100, withinMs: 60_000 } });
  const at = (urgent: boolean) => turns.inTurn(() => Promise.resolve(Date.now() - from), { urgent });
  const patient = Promise.all(Array.from({ length: 96 }, () => at(false)));
  await vi.advanceTimersByTimeAsync(5000);
  expect(await at(true)).toBe(5000);
  await vi.runAllTimersAsync();
  expect((await patient).at(-1)).toBe(60_000);
});

it('waits exactly as long as Slack wants, with all that comes after', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const from = Date.now();
  const turns = new RateLimiter({ atOnce: 9, everyMs: 1 });
  const answers = [() => Promise.reject(new WebAPIRateLimitedError(7)), () => Promise.resolve()];
  const first = turns.inTurn(async () => {
    await answers.shift()?.();
    return Date.now() - from;
  });
  await vi.advanceTimersByTimeAsync(10);
  const second = turns.inTurn(() => Promise.resolve(Date.now() - from));
  await vi.runAllTimersAsync();
  expect([await first, await second]).toEqual([7000, 7000]);
});

it('says once what a later attempt wants to say while it is being said', async () => {
  let answer: (said: typeof place) => void = () => undefined;
  let said = 0;
  const line = new ChannelQueue(
    new RateLimiter({ atOnce: 9, everyMs }),
    new RateLimiter({ atOnce: 9, everyMs }),
    () => {
      said += 1;
      return new Promise((done) => (answer = done));
    },
  );
  const message = {
    ...{ id: 'key:3', channel: 'C1', thread: null, broadcast: false },
    message: { text: 'a text', blocks: [] },
  };
  const { signal } = new AbortController();
  const first = line.join(message, true, signal);
  await eventuallyTrue(() => said === 1);
  const again = line.join(message, true, signal);
  answer(place);
  expect(await Promise.all([first, again])).toEqual([place, place]);
  expect(said).toBe(1);
});
