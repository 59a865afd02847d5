import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stillThere } from '../../serve/still-there.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('notices within a minute that somebody has left, though they give one command after the other', async () => {
  const isPerson = vi.fn(() => Promise.resolve(true));
  const isThere = stillThere(isPerson);
  expect(await isThere('U_ANN')).toBe(true);
  isPerson.mockResolvedValue(false);
  vi.advanceTimersByTime(40_000);
  expect(await isThere('U_ANN')).toBe(true);
  vi.advanceTimersByTime(30_000);
  expect(await isThere('U_ANN')).toBe(false);
});

it('asks Slack once for many commands, and believes whom Slack does not tell of', async () => {
  const isPerson = vi.fn(() => Promise.reject(new Error('Slack is away')));
  const isThere = stillThere(isPerson);
  expect([await isThere('U_ANN'), await isThere('U_ANN')]).toEqual([true, true]);
  expect(isPerson).toHaveBeenCalledTimes(1);
});
