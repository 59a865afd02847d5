import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CatchUp } from '../../bot/catch-up.ts';
import { Listening } from '../../bot/listening.ts';
import { Releases } from '../../bot/releases.ts';
import { slackThat } from '../support/scripted-slack.ts';

const minuteMs = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('looks from time to time where nothing tells that Slack could not reach the bot, until the end', async () => {
  // The bot is in no channel: each look asks for them, and finds nothing.
  let looks = 0;
  const { client } = await slackThat({
    'users.conversations': () => {
      looks += 1;
      return { channels: [] };
    },
  });
  const untilLooks = (count: number) => vi.waitUntil(() => looks === count, { timeout: 5000, interval: 20 });
  const releases = new Releases(new Client({ connection: Connection.lazy() }));
  const listening = new Listening(releases, () => Promise.reject(new Error('Nobody says anything')));
  const failed = vi.fn();
  const end = new AbortController();
  const catchUp = new CatchUp(client, listening, () => Promise.resolve(Infinity), end.signal, failed);
  catchUp.lookFromTimeToTime();
  vi.advanceTimersByTime(10 * minuteMs);
  await untilLooks(1);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(10 * minuteMs);
    expect(looks).toBeGreaterThan(1);
  });
  end.abort();
  expect(vi.getTimerCount()).toBe(0);
  expect(failed).not.toHaveBeenCalled();
});
