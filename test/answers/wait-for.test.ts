import { expect, it } from 'vitest';
import { hasReached } from '../../answers/wait-for.ts';
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
