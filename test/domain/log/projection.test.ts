/** The row of a release as projected from its events and those of its locks, in any order. */
import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../../domain/log/event-row.ts';
import { project, releasesIn } from '../../../domain/log/projection.ts';
import type { ProjectedRelease } from '../../../domain/log/projection.ts';
import { lockRow, releaseRow } from '../../log/rows.ts';

const minute = 60_000;
const at = (n: number) => Date.parse('2026-03-02T10:00:00Z') + n * minute;

/**
 * The projection of the only release in these rows. Checks that it is the same for all permutations of up to four rows, else forwards and
 * backwards.
 */
function known(rows: readonly EventRow[]): ProjectedRelease {
  const orders = rows.length < 5 ? permutations(rows) : [rows, rows.toReversed()];
  const [first, ...others] = orders.map((order) => project(order));
  for (const other of others) expect(other).toEqual(first);
  expect(first).toHaveLength(1);
  return first?.[0] ?? expect.unreachable();
}

const permutations = (rows: readonly EventRow[]): readonly (readonly EventRow[])[] =>
  rows.length < 2
    ? [rows]
    : rows.flatMap((row, index) => permutations(rows.toSpliced(index, 1)).map((rest) => [row, ...rest]));

describe('a release', () => {
  const production = [
    releaseRow(1),
    releaseRow(2, { type: 'checksPassed' }),
    releaseRow(3, { type: 'accepted' }),
    releaseRow(4, { type: 'turnCame', facts: { adminNeeded: true } }),
    releaseRow(5, { type: 'adminFound', actor: 'U_ADAM', facts: { ready: true } }),
    releaseRow(6, { type: 'nudged', actor: null }),
    releaseRow(7, { type: 'started' }),
    releaseRow(9, { type: 'rolledBack' }),
  ];

  it('is known from its events', () => {
    expect(known(production)).toEqual({
      releaseKey: 'k1',
      ticket: 'PAY-1',
      tickets: ['PAY-1'],
      title: 'New refund screen',
      url: 'https://t.example.com/PAY-1',
      wikiLink: null,
      requester: 'U_DAN',
      components: ['billing'],
      admin: 'U_ADAM',
      stage: 'rolled_back',
      stageSince: at(9),
      askedAt: at(1),
      announcedAt: at(2),
      goodAt: at(3),
      turnAt: at(4),
      adminCalledAt: at(4),
      adminFoundAt: at(5),
      startedAt: at(7),
      endedAt: at(9),
      endedAs: 'rolledBack',
      overriddenAt: null,
      overrideReason: null,
      nudges: 1,
      commit: null,
    });
  });

  it('is what it was last', () => {
    const rows = [
      releaseRow(1, { title: null, components: [] }),
      releaseRow(2, { type: 'checksPassed' }),
      releaseRow(3, { type: 'checksPassed', requester: 'U_ANN', components: ['billing', 'db'] }),
    ];
    const { title, requester, components, announcedAt } = known(rows);
    expect({ title, requester, components }).toEqual({
      title: 'New refund screen',
      requester: 'U_ANN',
      components: ['billing', 'db'],
    });
    expect(announcedAt).toBe(at(2));
  });

  it('has the marks of its last good, turn, admin and override', () => {
    const twice = (type: string, n: number, facts: object = {}) => [
      releaseRow(n, { type, actor: 'U_ADA', facts }),
      releaseRow(n + 1, { type, actor: 'U_SAM', facts: { ...facts, reason: 'again' } }),
    ];
    const rows = [
      ...twice('accepted', 1),
      ...twice('turnCame', 3, { adminNeeded: true }),
      ...twice('adminFound', 5, { ready: true }),
      ...twice('overridden', 7, { reason: 'hurry' }),
    ];
    expect(known(rows)).toMatchObject({
      ...{ goodAt: at(2), turnAt: at(4), adminCalledAt: at(4), admin: 'U_SAM', adminFoundAt: at(6) },
      ...{ overriddenAt: at(8), overrideReason: 'again' },
    });
  });

  it('called and found no admin where none was needed, or not all were there', () => {
    const rows = [
      releaseRow(1, { type: 'turnCame', facts: { adminNeeded: false } }),
      releaseRow(2, { type: 'adminFound', facts: { ready: false } }),
    ];
    expect(known(rows)).toMatchObject({ turnAt: at(1), adminCalledAt: null, adminFoundAt: null });
  });

  it('goes on though its tracker lost its ticket meanwhile', () => {
    const rows = [releaseRow(1), releaseRow(3, { type: 'ticketUnknown' })];
    expect(known(rows)).toMatchObject({ endedAt: null, endedAs: null, stage: 'needs_work' });
    rows.push(releaseRow(4, { type: 'started' }), releaseRow(5, { type: 'finished' }));
    expect(known(rows)).toMatchObject({ endedAt: at(5), endedAs: 'finished' });
  });

  it('of a ticket that its tracker never knew has ended', () => {
    expect(known([releaseRow(2, { type: 'ticketUnknown', title: null })])).toMatchObject({
      endedAt: at(2),
      endedAs: 'ticketUnknown',
    });
  });

  it('is told of by its own rows and by those of locks that it held', () => {
    const unlocked = lockRow('u', 'unlocked', { facts: { holders: [{ releaseKey: 'k2', orphan: true }] } });
    expect(releasesIn([releaseRow(1), releaseRow(2), unlocked, lockRow('f', 'frozen')])).toEqual([
      'k1',
      'k2',
    ]);
    expect(project([unlocked])).toEqual([]);
  });
});

describe('a release without an end of its own', () => {
  const terminated = (n: number, stage: string, holds: readonly string[] = []) =>
    releaseRow(n, { key: `k1:terminated:${n}`, type: 'terminated', facts: { stage, holds } });
  const started = releaseRow(7, { type: 'started' });
  const unlocked = (n: number, holder: object) =>
    lockRow(`u${n}`, 'unlocked', { at: at(n), facts: { holders: [{ releaseKey: 'k1', ...holder }] } });
  const orphan = unlocked(12, { orphan: true });
  const unaware = unlocked(12, { orphan: false });

  const cases: readonly (readonly [string, readonly EventRow[], number | null, string | null])[] = [
    ['goes on', [started, unaware], null, null],
    ['until its lock is taken, which knew of its death', [started, orphan], 12, 'unlocked'],
    ['and told something since', [started, orphan, releaseRow(13, { type: 'nudged' })], null, null],
    ['before its start', [releaseRow(1), terminated(9, 'ready', ['billing'])], 9, 'terminated'],
    ['on production without a lock', [started, terminated(9, 'deploying')], 9, 'terminated'],
    ['on production with a lock', [started, terminated(9, 'deploying', ['billing'])], null, null],
    ['until it was unlocked', [started, terminated(9, 'deploying', ['billing']), orphan], 12, 'unlocked'],
    ['before its lock knew', [started, terminated(9, 'deploying', ['billing']), unaware], 12, 'unlocked'],
    [
      'after its lock had been taken',
      [started, unlocked(8, { orphan: false }), terminated(9, 'deploying', ['billing'])],
      9,
      'terminated',
    ],
    [
      'after another lock of it had been taken',
      [started, unlocked(8, { orphan: false }), terminated(9, 'deploying', ['ledger'])],
      null,
      null,
    ],
    ['and reset', [releaseRow(1), terminated(9, 'ready'), releaseRow(10, { type: 'nudged' })], null, null],
    [
      'and reset, to end',
      [terminated(9, 'ready'), started, releaseRow(10, { type: 'finished' })],
      10,
      'finished',
    ],
    [
      'and reset, and holding the lock that is taken',
      [started, terminated(9, 'deploying', ['billing']), releaseRow(10, { type: 'nudged' }), unaware],
      null,
      null,
    ],
    [
      'twice',
      [terminated(9, 'ready'), releaseRow(10, { type: 'nudged' }), terminated(11, 'ready')],
      11,
      'terminated',
    ],
    [
      'after it had told its end',
      [releaseRow(8, { type: 'cancelled' }), terminated(9, 'ready')],
      8,
      'cancelled',
    ],
  ];
  it.each(cases)('%s', (_, rows, endedAt, endedAs) => {
    expect(known(rows)).toMatchObject({ endedAt: endedAt === null ? null : at(endedAt), endedAs });
  });
});
