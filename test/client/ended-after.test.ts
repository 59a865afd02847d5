import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { endedAfter } from '../../client/ended-after.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('ends, though memory is collected meanwhile', async () => {
  const signal = endedAfter(100, [new AbortController().signal]);
  await sleep(1);
  collect();
  expect(signal.aborted).toBe(false);
  await expect.poll(() => signal.aborted).toBe(true);
});

it('ends with whichever ends first', () => {
  const other = new AbortController();
  const signal = endedAfter(60_000, [other.signal]);
  other.abort();
  expect(signal.aborted).toBe(true);
});
