/** Links between pages of the documentation lead somewhere. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { anchorOf } from './sections.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const pages = [
  'README.md',
  ...readdirSync(join(projectRoot, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

const headings = new Map(
  pages.map((page) => [
    page,
    [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title)),
  ]),
);

it.each(pages)('%s leads to what is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const broken = links.flatMap(([link, path = '', anchor]) => {
    const target = path === '' ? page : normalize(join(dirname(page), path));
    const isThere = existsSync(join(projectRoot, target));
    const isNamed = anchor === undefined || headings.get(target)?.includes(anchor) === true;
    return isThere && isNamed ? [] : [link];
  });
  expect(broken).toEqual([]);
});
