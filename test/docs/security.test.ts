/** The page on security names a test for each threat. Each of them exists. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { sectionsOf } from './sections.ts';

const page = readFileSync(join(projectRoot, 'docs/security.md'), 'utf8');
const threats = sectionsOf(page).flatMap(({ title, tables }) =>
  tables.flatMap(([headings, ...rows]) =>
    headings?.[2] === 'test' ? rows.map(([threat = '', , proof = '']) => ({ title, threat, proof })) : [],
  ),
);

it('has a threat of each who might attack', () => {
  expect(new Set(threats.map(({ title }) => title)).size).toBe(8);
});

it.each(threats)('$title, $threat: there is such a test', ({ proof }) => {
  const [, file = '', title = ''] = /^`(test\/[\w/.-]+\.test\.ts)` "(.+)"$/.exec(proof) ?? [];
  const path = join(projectRoot, file);
  expect(file !== '' && existsSync(path), proof).toBe(true);
  // As the test file writes it, at the beginning of a test or of a group.
  const calls = ["'", '"', '`'].map((quote) => `(${quote}${title.replaceAll(quote, `\\${quote}`)}${quote},`);
  const source = readFileSync(path, 'utf8').replaceAll(/\(\s+/g, '(');
  expect(
    calls.some((call) => source.includes(call)),
    title,
  ).toBe(true);
  expect(source).not.toMatch(/\b(?:it|describe)\.(?:skip|todo|only)\b/);
});
