import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../domain/alerts/alert.ts';
import {
  knownForMs,
  nextForgetting,
  remembered,
  takeAlerts,
  joinWithinMs,
} from '../../../domain/alerts/storm.ts';
import type { Storm } from '../../../domain/alerts/storm.ts';

const minute = 60_000;

const alert = (fingerprint: string, at: number, more: Partial<Alert> = {}): Alert => ({
  ...{ fingerprint, at, group: '', endedAt: null, components: [] },
  words: { name: fingerprint, summary: null, url: null },
  ...more,
});
const ended = (fingerprint: string, at: number, endedAt: number) => alert(fingerprint, at, { endedAt });

/** The storm after these deliveries, each with its time. */
const told = (...steps: readonly (readonly [number, ...Alert[]])[]): Storm =>
  steps.reduce<Storm>((storm, [now, ...alerts]) => takeAlerts(storm, 'prom', alerts, now), []);

const standing = (storm: Storm) =>
  storm.map(({ alerts, endedAt }) => [Object.keys(alerts).join(), endedAt] as const);

describe('the alerts of one sender', () => {
  it('are one incident if they begin within a minute, whatever their group', () => {
    const storm = told(
      [0, alert('a', 0, { group: '1' })],
      [joinWithinMs - 1, alert('b', 50, { group: '2' })],
    );
    expect(standing(storm)).toEqual([['a,b', null]]);
    expect(storm[0]?.at).toBe(0);
  });

  it('later, only those of a group that fires', () => {
    const storm = told(
      [0, alert('a', 0, { group: '1' })],
      [5 * minute, alert('b', 5 * minute, { group: '1' }), alert('c', 5 * minute, { group: '2' })],
    );
    expect(standing(storm)).toEqual([
      ['a,b', null],
      ['c', null],
    ]);
  });

  it('end with the last of them', () => {
    const both = told([0, alert('a', 0), alert('b', 0)], [2 * minute, ended('a', 0, minute)]);
    expect(standing(both)).toEqual([['a,b', null]]);
    expect(standing(takeAlerts(both, 'prom', [ended('b', 0, 2 * minute)], 3 * minute))).toEqual([
      ['a,b', 2 * minute],
    ]);
  });

  it('a copy changes nothing, however late it comes', () => {
    const once = told([0, alert('a', 0)], [minute, ended('a', 0, minute)]);
    const again = takeAlerts(once, 'prom', [alert('a', 0), ended('a', 0, minute)], 2 * minute);
    expect(again).toEqual(once);
    expect(takeAlerts([], 'prom', [ended('a', 0, minute)], minute)).toEqual([]);
  });

  it('what fires again after its end is a new incident', () => {
    const storm = told(
      [0, alert('a', 0)],
      [minute, ended('a', 0, minute)],
      [9 * minute, alert('a', 9 * minute)],
    );
    expect(standing(storm)).toEqual([
      ['a', minute],
      ['a', null],
    ]);
    expect(new Set(storm.map(({ id }) => id)).size).toBe(2);
  });

  it('are known for a while after their end, and for as long as they fire', () => {
    const storm = told([0, alert('a', 0)], [0, ended('a', 0, 0)], [2 * minute, alert('b', 2 * minute)]);
    expect(nextForgetting(storm)).toBe(knownForMs);
    expect(standing(remembered(storm, knownForMs))).toEqual([['b', null]]);
  });

  it('fires in the incident that it joined, though a newer one knows it as ended', () => {
    const storm = told(
      [0, alert('c', 0, { group: '1' })],
      [2 * minute, alert('b', 0)],
      [2 * minute, ended('b', 0, 2 * minute)],
      [4 * minute, alert('b', 3 * minute, { group: '1' })],
      [4 * minute, alert('b', 3 * minute)],
    );
    expect(storm.filter(({ alerts }) => alerts['b']?.endedAt === null)).toHaveLength(1);
  });

  it('whatever comes, in whatever order: one that fires is in just one incident that lasts', () => {
    const step = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(20),
      fc.boolean(),
      fc.constantFrom('', '1', '2'),
      fc.nat(3),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = 0;
        let storm: Storm = [];
        for (const [name, minutes, fires, group, later] of steps) {
          now += later * minute;
          const at = Math.min(now, minutes * minute);
          const before = storm;
          storm = takeAlerts(storm, 'prom', [alert(name, at, { group, endedAt: fires ? null : now })], now);
          const lasting = storm.filter(({ alerts }) => alerts[name]?.endedAt === null);
          expect(lasting.length).toBeLessThanOrEqual(1);
          for (const { id, version } of before) {
            expect(storm.find((one) => one.id === id)?.version ?? 0).toBeGreaterThanOrEqual(version);
          }
          for (const { alerts, endedAt } of storm) {
            expect(endedAt === null).toBe(Object.values(alerts).some((one) => one.endedAt === null));
          }
        }
      }),
    );
  });
});

describe('alerts by the thousand', () => {
  const many = (count: number, of: string, at: number, endedAt: number | null = null) =>
    Array.from({ length: count }, (_, n) => alert(`${of}${n}`, at, { endedAt, group: of }));

  it('are taken without a look at all others for each', () => {
    const rounds = Array.from({ length: 20 }, (_, n) => n);
    const storm = rounds.reduce<Storm>(
      (known, n) =>
        takeAlerts(known, 'prom', [...many(2000, 'a', n), ...many(2000, 'a', n, n + 1)], n * 1000),
      [],
    );
    expect(storm).toMatchObject([{ endings: 20, endedAt: 20, version: 80_000 }]);
  });

  it('are kept as many as a workflow can take along, and the newest incident is always told', () => {
    const storm = told(
      [0, ...many(1500, 'a', 0)],
      [5 * minute, ...many(1500, 'b', 1), ...many(1500, 'b', 1, 2)],
      [10 * minute, ...many(1500, 'c', 3)],
      [15 * minute, alert('d', 4)],
    );
    expect(storm.map(({ id }) => id)).toEqual(['prom:a0:0', 'prom:c0:3', 'prom:d:4']);
    expect(standing(storm).every(([, endedAt]) => endedAt === null)).toBe(true);
  });

  it('may be called as what every object of JavaScript has', () => {
    const name = 'constructor';
    const both = told([0, alert(name, 0)], [5 * minute, alert('b', 1)], [6 * minute, ended(name, 0, 7)]);
    expect(standing(both)).toEqual([
      [name, 7],
      ['b', null],
    ]);
  });
});
