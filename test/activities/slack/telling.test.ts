/** Several places are served in parallel, each in order; none waits for another. */
import { expect, it } from 'vitest';
import { WebAPIRequestError } from '@slack/web-api';
import { nothingTold } from '../../../activities/slack/progress.ts';
import type { Progress } from '../../../activities/slack/progress.ts';
import { Telling } from '../../../activities/slack/telling.ts';
import type { DeliveryItem } from '../../../activities/slack/telling.ts';
import type { Tried } from '../../../activities/slack/posts-found.ts';

const began = 1000;
const never = new AbortController().signal;
const inOneSecond = { inAllMs: 50, quietMs: null };

function attempt(before: Progress = nothingTold, triedSince: readonly (readonly [string, number])[] = []) {
  return new Telling({
    before,
    began,
    triedSince: new Map(triedSince),
    patience: inOneSecond,
    signal: never,
  });
}

/** Items that are delivered at once, take longer than anyone waits, or fail; `told` lists the deliveries, `tried` the attempts. */
function scene() {
  const told: string[] = [];
  const tried: Tried[] = [];
  const item = (place: string, id: string, how: 'tells' | 'waits' | 'breaks' = 'tells'): DeliveryItem => ({
    place,
    id,
    tried: false,
    waits: false,
    begin: (since, signal) => {
      tried.push(since);
      const outcome = {
        tells: () => Promise.resolve(told.push(`${place} ${id}`)),
        waits: () =>
          new Promise<number>((_, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          }),
        breaks: () => Promise.reject(new WebAPIRequestError(new Error('broken off'))),
      };
      return Promise.resolve({ said: outcome[how]() });
    },
  });
  return { told, tried, item };
}

it('leaves what has to wait, and tells all other places', async () => {
  const { told, item } = scene();
  const telling = attempt();
  await telling.tell([item('A', '1'), item('A', '2', 'waits'), item('A', '3', 'waits'), item('B', '2')]);
  expect(told).toEqual(['A 1', 'B 2']);
  expect(telling.end()).toEqual([{ place: 'A', notices: ['2', '3'], triedSince: null }]);
  expect(telling.failures).toEqual([]);
});

it('tells nothing in a place after what it could not tell there, which may be there all the same', async () => {
  const { told, item } = scene();
  const telling = attempt();
  await telling.tell([item('A', '1', 'breaks'), item('A', '2', 'waits'), item('B', '2')]);
  expect(told).toEqual(['B 2']);
  expect(telling.failures).toHaveLength(1);
  expect(telling.end()).toEqual([{ place: 'A', notices: ['1', '2'], triedSince: began }]);
  expect(telling.progress).toEqual({ told: { B: ['2'] }, doubtful: ['A'] });
});

it('tells what the attempt before it did not, and knows where that may have told more', async () => {
  const { told, tried, item } = scene();
  const telling = attempt({ told: { A: ['1'] }, doubtful: ['B'] });
  await telling.tell([item('A', '1'), item('A', '2'), item('B', '1')]);
  expect(told).toEqual(['A 2', 'B 1']);
  expect(tried).toEqual([null, { since: began }]);
});

it('doubts every place after an attempt that was cut off, and one of which an earlier round says so', async () => {
  const { tried, item } = scene();
  await attempt({ told: {}, doubtful: null }).tell([item('A', '1')]);
  await attempt(nothingTold, [['A', 500]]).tell([item('A', '1'), item('B', '1')]);
  expect(tried).toEqual([{ since: began }, { since: 500 }, null]);
});

it('goes on doubting what it did not come to', () => {
  const { item } = scene();
  const telling = attempt({ told: {}, doubtful: null });
  telling.leave([item('A', '1')]);
  expect(telling.progress.doubtful).toBeNull();
  expect(telling.end()).toEqual([{ place: 'A', notices: ['1'], triedSince: began }]);
});

it('looks again in a place where it could not look for all in time', async () => {
  const { tried, item } = scene();
  const looks: DeliveryItem = {
    ...item('A', '2'),
    begin: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
  };
  const telling = attempt({ told: {}, doubtful: ['A'] });
  await telling.tell([item('A', '1'), looks]);
  expect(tried).toEqual([{ since: began }]);
  expect(telling.end()).toEqual([{ place: 'A', notices: ['2'], triedSince: began }]);
});
