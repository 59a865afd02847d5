/** What comes with dobrobot in production, and under which licences. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../../start/project.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        license: z.string().optional(),
        dev: z.boolean().default(false),
        integrity: z.string().optional(),
      }),
    ),
  })
  .parse(json('package-lock.json'));

/** By where they stand; the first one is dobrobot itself. */
const inProduction = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);

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
