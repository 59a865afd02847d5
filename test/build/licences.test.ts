/** What comes with dobrobot in production, and under which licences. */
import { expect, it } from 'vitest';
import { inProduction, required } from '../support/production-packages.ts';

/** SPDX IDs. They ask for no more than to be named. */
const fine = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Unlicense'],
  // Who changes its files publishes these; they are used as they are.
  'MPL-2.0',
  // Data of browsers, for a compiler alone.
  'CC-BY-4.0',
];

/** They name none in their packages, but come with its text. */
const unnamed: Readonly<Record<string, string>> = { 'node_modules/unionfs': 'Unlicense' };

/** All of `A AND B`, one of `A OR B`. */
const isFine = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((one) => one.split(' AND ').every((id) => fine.includes(id)));

it('are all of a licence that asks for no more than to be named', () => {
  const others = inProduction.flatMap(([path, { license }]) => {
    const licence = license ?? unnamed[path] ?? 'none';
    return isFine(licence) ? [] : [`${path}: ${licence}`];
  });
  expect(inProduction.length).toBeGreaterThan(100);
  expect(others).toEqual([]);
});

it('are fixed by their hashes', () => {
  const loose = inProduction.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path);
  expect(loose).toEqual([]);
});

/** Each is somebody whom we trust. More of them take a reason: `docs/security.md` says who brings them. */
const most = 392;

it('are no more than was decided', () => {
  expect(required.length).toBeLessThanOrEqual(most);
});
