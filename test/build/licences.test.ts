/** The packages in production and their licences. */
import { expect, it } from 'vitest';
import { inProduction, required } from '../support/production-packages.ts';

/** SPDX IDs of licences that ask only for attribution. */
const fine = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Unlicense'],
  // Demands publication of changed files only; we use it unchanged.
  'MPL-2.0',
  // Browser data, used by a compiler only.
  'CC-BY-4.0',
];

/** Packages that name no licence but include its text. */
const unnamed: Readonly<Record<string, string>> = { 'node_modules/unionfs': 'Unlicense' };

/** All parts of `A AND B`, any part of `A OR B`. */
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

/** Every package is somebody we trust, so raising this needs a reason: `docs/security.md` says which dependency brings how many. */
const most = 392;

it('are no more than was decided', () => {
  expect(required.length).toBeLessThanOrEqual(most);
});
