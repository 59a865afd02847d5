/** The documentation agrees with the code, and stays short enough to be read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rooms } from '../../build/rooms.mjs';
import { projectRoot } from '../../start/project.ts';
import { sectionsOf } from './sections.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const inCode = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
const allowed: Readonly<Record<string, readonly string[]>> = rooms;

const page = sectionsOf(read('docs/architecture.md')).find(({ title }) => title === 'The rooms');
const [, ...rows] = page?.tables[0] ?? [];

it('the README has at most 1,500 words, and there are at most 40 decisions', () => {
  expect(read('README.md').split(/\s+/).length).toBeLessThanOrEqual(1500);
  expect(read('docs/decisions.md').match(/^\d+\. /gm)?.length).toBeLessThanOrEqual(40);
});

it('the table of rooms has what ESLint enforces', () => {
  const written = rows.map(([room = '', , imports = '']) => [
    inCode(room)[0]?.replace('/', ''),
    inCode(imports).toSorted(),
  ]);
  expect(Object.fromEntries(written)).toMatchObject(
    Object.fromEntries(Object.entries(allowed).map(([room, others]) => [room, others.toSorted()])),
  );
});

const drawn = Object.keys(allowed).filter((room) => new RegExp(`\\b${room}\\b`).test(picture()));

function picture(): string {
  return page?.text.match(/```mermaid\n([^]*?)```/)?.[1] ?? expect.unreachable();
}

/** A group in the picture means each of its rooms. */
function arrows(): readonly (readonly [string, string])[] {
  const groups = new Map(
    [...picture().matchAll(/subgraph (\w+)\n([^]*?)end/g)].map(([, name = '', members = '']) => [
      name,
      members.trim().split(/\s+/),
    ]),
  );
  return [...picture().matchAll(/(\w+) --> (\w+)/g)].flatMap(([, from = '', to = '']) =>
    (groups.get(from) ?? [from]).map((one) => [one, to] as const),
  );
}

function reached(from: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [start, to] of arrows()) {
    if (start === from) for (const one of [to, ...reached(to)]) found.add(one);
  }
  return found;
}

it.each(drawn)('the picture shows what %s imports', (room) => {
  const others = (allowed[room] ?? []).filter((other) => drawn.includes(other));
  expect(others.filter((other) => !reached(room).has(other))).toEqual([]);
  const direct = arrows().flatMap(([from, to]) => (from === room ? [to] : []));
  expect(direct.filter((to) => !others.includes(to))).toEqual([]);
});
