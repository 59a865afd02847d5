/** Which of several configurations is in force, and since when. */
import { describe, expect, it } from 'vitest';
import {
  introduce,
  containsNothingNew,
  leave,
  noConfigurations,
  readPlaces,
  readReport,
} from '../../domain/configurations.ts';
import type { Configurations } from '../../domain/configurations.ts';
import { dataDifferences } from '../../domain/differences.ts';

const report = (place: string, version: string) => ({ place, version, values: { language: version } });

type Step = readonly [place: string, version: string];
/** The configurations after workers have read these files, at the times 1, 2, 3 … */
const after = (...steps: readonly Step[]): Configurations =>
  steps.reduce(
    (known, [place, version], index) => introduce(known, report(place, version), index + 1),
    noConfigurations,
  );

describe('what runs', () => {
  it.each<[string, readonly Step[], string, number]>([
    ['is the first one', [['a', 'v1']], 'v1', 1],
    ['is one that nobody had yet', [['a', 'v1'], ['b', 'v2']], 'v2', 2], // prettier-ignore
    ['is what somebody edits, also back', [['a', 'v1'], ['a', 'v2'], ['a', 'v1']], 'v1', 3], // prettier-ignore
    ['is not what a worker comes back with', [['a', 'v1'], ['b', 'v2'], ['c', 'v1'], ['a', 'v1']], 'v2', 2], // prettier-ignore
    ['keeps its time where others read the same', [['a', 'v1'], ['b', 'v1']], 'v1', 1], // prettier-ignore
  ])('%s', (_, steps, version, at) => {
    expect(after(...steps).running).toMatchObject({ version, at, values: { language: version } });
  });

  it('is again what it was once nobody has the newer one any more, as soon as its values are there', () => {
    const known = leave(after(['a', 'v1'], ['b', 'v2']), ['b']);
    expect(known.running).toEqual({ version: 'v1', at: 1, place: 'a', values: null });
    expect(containsNothingNew(known, report('a', 'v1'))).toBe(false);
    const again = introduce(known, report('a', 'v1'), 9);
    expect(again.running).toEqual({ version: 'v1', at: 1, place: 'a', values: { language: 'v1' } });
    expect(again.places).toEqual([{ place: 'a', version: 'v1', since: 1 }]);
  });

  it('goes on though no worker is there', () => {
    expect(leave(after(['a', 'v1']), ['a'])).toMatchObject({ running: { version: 'v1' }, places: [] });
  });

  it('changes nothing if it is told again', () => {
    const known = after(['a', 'v1'], ['b', 'v2']);
    expect(introduce(known, report('b', 'v2'), 9)).toBe(known);
  });

  it('stays small', () => {
    const steps = Array.from({ length: 1000 }, (_, n): Step => [`place ${n}`, `v${n}`]);
    const { places, introduced, running } = after(...steps);
    expect([places.length, introduced.length, running?.version]).toEqual([100, 200, 'v999']);
  });
});

it('what is no configuration is none', () => {
  expect(readReport(report('a', 'v1'))).toEqual(report('a', 'v1'));
  const tooLarge = { ...report('a', 'v1'), values: { language: 'x'.repeat(500_000) } };
  for (const bad of [null, {}, { ...report('a', 'v1'), place: 7 }, tooLarge]) {
    expect(readReport(bad)).toBeNull();
  }
  expect([readPlaces(['a']), readPlaces('a')]).toEqual([['a'], null]);
});

it('differences are told by their paths', () => {
  const before = { a: { b: [1, 2], c: 'x' }, same: { deep: [{ n: 1 }] }, empty: {} };
  const now = { a: { b: [1, 3, 4] }, same: { deep: [{ n: 1 }] }, empty: { d: null } };
  expect(dataDifferences(before, now)).toEqual([
    { path: 'a.b[1]', before: 2, after: 3 },
    { path: 'a.c', before: 'x', after: undefined },
    { path: 'empty', before: {}, after: undefined },
    { path: 'a.b[2]', before: undefined, after: 4 },
    { path: 'empty.d', before: undefined, after: null },
  ]);
  expect(dataDifferences(before, before)).toEqual([]);
});
