import { expect, it } from 'vitest';
import type { Desk } from '../../answers/desk.ts';
import { hasReached, waitFor } from '../../answers/wait-for.ts';
import type { EventType } from '../../domain/release/events.ts';
import type { Stage } from '../../domain/release/stage.ts';

it.each<[now: Stage, stage: Stage, happened: readonly EventType[], reached: boolean]>([
  ['ready', 'ready', [], true],
  ['ready', 'queued', [], true],
  ['checking', 'ready', [], false],
  ['needs_work', 'needs_work', ['checksFailed'], true],
  ['awaiting_approval', 'needs_work', ['checksPassed'], false],
  ['finished', 'needs_work', ['checksPassed', 'finished'], false],
  ['needs_work', 'awaiting_approval', ['checksFailed'], false],
  ['watching', 'watching', ['started', 'deployed'], true],
  ['finished', 'watching', ['started', 'deployed', 'finished'], true],
  ['finished', 'watching', ['started', 'finished'], false],
  ['finished', 'deploying', ['started', 'finished'], true],
  ['rolled_back', 'deploying', ['started', 'rolledBack'], false],
  ['rolled_back', 'rolled_back', ['started', 'rolledBack'], true],
  ['finished', 'rolled_back', ['started', 'finished'], false],
])('%s, waited for until %s, after %j: reached %s', (now, stage, happened, reached) => {
  const history = happened.map((type, index) => ({ n: index + 1, at: '', type, actor: null }));
  expect(hasReached({ stage: now, history }, stage)).toBe(reached);
});

it.each<[now: Stage, isOpen: boolean, looks: number]>([
  ['queued', true, 3],
  ['ready', true, 1],
  ['queued', false, 1],
  ['deploying', false, 1],
  ['rejected', true, 1],
])(
  '%s, its workflow open: %s, is looked at %i times until it is not waited for any more',
  async (now, isOpen, looks) => {
    const givenUp = new AbortController();
    let looked = 0;
    const releases = {
      shown() {
        looked += 1;
        if (looked === 3) givenUp.abort();
        return Promise.resolve({ stage: now, isOpen });
      },
      last: () => Promise.resolve(null),
    };
    await waitFor('PAY-1', 'ready', { releases } as unknown as Desk, givenUp.signal);
    expect(looked).toBe(looks);
  },
);
