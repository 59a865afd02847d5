import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedRelease } from '../../../domain/log/logged-release.ts';
import { extentOf, lanesOf } from '../../../web/page/lanes.ts';
import type { Paper } from '../../../web/page/lanes.ts';
import { placesOf } from '../../../web/page/incident-places.ts';
import { fateOf } from '../../../web/page/fate.ts';
import { releaseRow } from '../../log/rows.ts';

const components = [
  { name: 'db', critical: true, dependsOn: [] },
  { name: 'billing', critical: true, dependsOn: ['db'] },
  { name: 'ios-app', critical: false, dependsOn: [] },
];

const none: LoggedRelease = {
  releaseKey: 'k',
  ticket: 'PAY-1',
  tickets: ['PAY-1'],
  title: null,
  url: null,
  wikiLink: null,
  requester: null,
  admin: null,
  components: ['billing'],
  stage: 'checking',
  stageSince: null,
  askedAt: 0,
  announcedAt: null,
  goodAt: null,
  turnAt: null,
  startedAt: null,
  endedAt: null,
  endedAs: null,
  overriddenAt: null,
  overrideReason: null,
  nudges: 0,
  commit: null,
};
/** One pixel is one unit of time. */
const paper: Paper = { x: (at) => at, width: 1000, now: 900 };

const lanes = (releases: readonly LoggedRelease[], chosen: readonly string[] = []) =>
  lanesOf({ releases, freezes: [] }, components, chosen, paper);

describe('the lanes of the timeline', () => {
  it('are those of components that have something, as the configuration orders them, then those it no longer knows', () => {
    const releases = [
      { ...none, releaseKey: 'a', components: ['zebra', 'billing'] },
      { ...none, releaseKey: 'b', components: ['db', 'ape'] },
    ];
    expect(lanes(releases).map(({ component }) => component)).toEqual(['db', 'billing', 'ape', 'zebra']);
  });

  it('are only the chosen ones where some are chosen, empty or not', () => {
    const releases = [{ ...none, components: ['billing', 'db'] }];
    expect(
      lanes(releases, ['billing', 'ios-app']).map(({ component, bars }) => [component, bars.length]),
    ).toEqual([
      ['billing', 1],
      ['ios-app', 0],
    ]);
  });

  it('have the freeze of everything where a component is critical', () => {
    const freeze = { component: null, from: 0, to: null, reason: 'audit', by: 'U_ADAM' };
    const all = lanesOf(
      { releases: [{ ...none, components: ['ios-app'] }], freezes: [freeze] },
      components,
      [],
      paper,
    );
    expect(all.map((lane) => [lane.component, lane.freezes.length])).toEqual([
      ['db', 1],
      ['billing', 1],
      ['ios-app', 0],
    ]);
  });

  it('stack what overlaps, and put no bar upon another', () => {
    const span = fc.tuple(
      fc.integer({ min: -500, max: 1200 }),
      fc.integer({ min: 0, max: 400 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), (spans) => {
        const releases = spans.map(([askedAt, length, open], index) => ({
          ...none,
          releaseKey: String(index),
          askedAt,
          endedAt: open ? null : askedAt + length,
        }));
        for (const { bars, rows } of lanes(releases)) {
          expect(bars).toHaveLength(releases.length);
          expect(Math.max(...bars.map(({ row }) => row))).toBe(rows - 1);
          for (let row = 0; row < rows; row += 1) {
            const extents = bars.filter((bar) => bar.row === row).map((bar) => extentOf(bar, paper));
            for (const [index, [left]] of extents.entries()) {
              expect(left).toBeGreaterThanOrEqual(extents[index - 1]?.[1] ?? 0);
            }
          }
        }
      }),
    );
  });

  it('write tickets beside bars only while there is room', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...none,
      releaseKey: String(index),
      startedAt: 100,
      endedAt: 800,
    }));
    expect(lanes(many.slice(0, 2))[0]?.bars.map(({ label }) => label)).toEqual(['inside', 'inside']);
    expect(lanes(many)[0]?.bars.every(({ label }) => label === null)).toBe(true);
  });
});

describe('what became of a release', () => {
  it.each([
    [{}, 'waiting'],
    [{ startedAt: 1 }, 'onProduction'],
    [{ startedAt: 1, endedAt: 2, endedAs: 'finished' }, 'finished'],
    [{ startedAt: 1, endedAt: 2, endedAs: 'rolledBack' }, 'rolledBack'],
    [{ endedAt: 2, endedAs: 'rejected' }, 'rejected'],
    [{ endedAt: 2, endedAs: 'cancelled' }, 'cancelled'],
    [{ endedAt: 2, endedAs: 'expired' }, 'cancelled'],
    [{ endedAt: 2, endedAs: 'terminated' }, 'cancelled'],
    [{ startedAt: 1, endedAt: 2, endedAs: 'somethingOfLater' }, 'cancelled'],
  ])('%o is %s', (more, fate) => {
    expect(fateOf({ ...none, ...more })).toBe(fate);
  });
});

const incident = (key: string, at: number) => ({
  ...releaseRow(1),
  key,
  at,
  facts: { reason: 'everything is down' },
});

it('incidents are not written over each other', () => {
  const places = placesOf(
    [incident('a', 100), incident('b', 120), incident('c', 500), incident('d', 2000)],
    paper,
  );
  expect(places.map(({ incident: { key }, row }) => [key, row])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
});

it('a night with many incidents leaves room for the lanes: each has its line, and only some a text', () => {
  const many = Array.from({ length: 40 }, (_, n) => incident(`i${n}`, 100 + n));
  const places = placesOf(many, paper);
  expect(places).toHaveLength(40);
  expect(Math.max(...places.map(({ row }) => row))).toBe(5);
  expect(places.filter(({ text }) => text !== null)).toHaveLength(6);
});
