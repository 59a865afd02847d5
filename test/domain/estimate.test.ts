import { describe, expect, it } from 'vitest';
import { expectedLeftMs, expectedWaitMs } from '../../domain/estimate.ts';
import type { LockMode } from '../../domain/components.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';

const minute = 60_000;
const now = Date.parse('2026-03-02T14:00:00Z');
const usual = { db: 10 * minute };
const claim = { releaseId: 'release:A-1', ticket: 'A-1', token: 1 };

const holder = (
  minutes: number,
  started = true,
  mode: LockMode = 'exclusive',
): LockView['holders'][number] => ({
  ...claim,
  mode,
  started,
  since: new Date(now - minutes * minute).toISOString(),
});
const lock = (
  holders: LockView['holders'],
  line: readonly LockMode[] = ['exclusive'],
  more: Partial<LockView> = {},
): LockView => ({
  component: 'db',
  holders,
  queue: line.map((mode, index) => ({
    ...claim,
    mode,
    priority: 'normal',
    position: index + 1,
    since: new Date(now).toISOString(),
  })),
  freezes: [],
  ...more,
});

describe('the turn is expected', () => {
  it.each<[string, LockView, number, number | null]>([
    ['when the holder will be done', lock([holder(4)]), 1, 6],
    ['now, where the holder takes longer than usual', lock([holder(40)]), 1, 0],
    ['after a holder that has not started', lock([holder(40, false)]), 1, 10],
    [
      'after the last of those who share it',
      lock([holder(9, true, 'shared'), holder(2, true, 'shared')]),
      1,
      8,
    ],
    ['after those ahead', lock([holder(4)], ['exclusive', 'exclusive', 'exclusive']), 3, 26],
    ['together with those ahead who share it', lock([holder(4)], ['shared', 'shared', 'shared']), 3, 6],
    ['after those who share it, together', lock([holder(4)], ['shared', 'shared', 'exclusive']), 3, 16],
    ['at once, where nobody holds it', lock([]), 1, 0],
    [
      'never, as nobody knows when a freeze ends',
      lock([], ['exclusive'], { freezes: [{ reason: 'x', by: 'U1', until: null }] }),
      1,
      null,
    ],
    ['never, as its past is too short', lock([], ['exclusive'], { component: 'mail' }), 1, null],
  ])('%s', (_, view, position, minutes) => {
    expect(expectedWaitMs(view, position, usual, now)).toBe(minutes === null ? null : minutes * minute);
  });
});

it('what is on production is over after the longest usual time of its components', () => {
  const times = { db: 10 * minute, shop: 30 * minute };
  expect(expectedLeftMs(['db', 'shop', 'mail'], now - 5 * minute, times, now)).toBe(25 * minute);
  expect(expectedLeftMs(['db'], now - 50 * minute, times, now)).toBe(0);
  expect(expectedLeftMs(['mail'], now, times, now)).toBe(null);
});
