/** An attempt at a delivery ends well before Temporal starts the next one. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withHeartbeats } from '../../../activities/slack/saying-it.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const anAttempt = () => new MockActivityEnvironment({ startToCloseTimeoutMs: minute });

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });

it('says nothing more 15 s before its time is up', async () => {
  const onEnd = vi.fn();
  const said = anAttempt().run(withHeartbeats, untilAborted).finally(onEnd);
  const ended = expect(said).rejects.toThrow('Its time is up');
  await vi.advanceTimersByTimeAsync(minute - 15_001);
  expect(onEnd).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await ended;
});

it('says nothing more when it is cancelled', async () => {
  const attempt = anAttempt();
  const said = attempt.run(withHeartbeats, untilAborted);
  const ended = expect(said).rejects.toThrow(/cancel/i);
  attempt.cancel();
  await ended;
});

it('leaves no timer behind', async () => {
  const attempt = anAttempt();
  expect(await attempt.run(withHeartbeats, () => Promise.resolve('said'))).toBe('said');
  await expect(attempt.run(withHeartbeats, () => Promise.reject(new Error('no Slack')))).rejects.toThrow(
    'no Slack',
  );
  expect(vi.getTimerCount()).toBe(0);
});
