/** What is not to be said any more is not said, and whoever wanted to say it hears why. */
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { Line } from '../../../activities/slack/line.ts';
import { Turns } from '../../../activities/slack/turns.ts';

const reason = new Error('its time is up');
const everyMs = 60_000;

it('makes no call for what is given up, and tells the reason', async () => {
  const calls: string[] = [];
  const call = (name: string) => () => Promise.resolve(calls.push(name));
  const turns = new Turns({ atOnce: 1, everyMs });
  await expect(turns.inTurn(call('given up before'), AbortSignal.abort(reason))).rejects.toBe(reason);
  await expect(turns.atOnce(call('given up before'), AbortSignal.abort(reason))).rejects.toBe(reason);
  await turns.inTurn(call('in its turn'));
  const ending = new AbortController();
  const waiting = turns.inTurn(call('given up while it waits'), ending.signal);
  ending.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(calls).toEqual(['in its turn']);
});

it('keeps nothing of what has been said or given up, though its signal lasts for long', async () => {
  const { signal } = new AbortController();
  const line = new Line(new Turns({ atOnce: 1, everyMs }), () => Promise.resolve('1.1'));
  const message = (id: string) => ({
    ...{ id, channel: 'C1', thread: null, broadcast: false },
    message: { text: 'a text', blocks: [] },
  });
  expect(await line.join(message('first'), true, signal)).toBe('1.1');
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
