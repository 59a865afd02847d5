/** Any configuration is either accepted, or its mistakes are named. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chosen } from './chosen.ts';

const sample = await readFile('dobrobot.yaml', 'utf8');
const file = join(await temporaryFolder(), 'dobrobot.yaml');

type Node = Record<string, unknown>;

/** The path of every key and value in the sample. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    '',
    'all',
    '__proto__',
    '31:99',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    '1e99d',
    'U_',
    'http://[',
    '{key}',
    -1,
    1e308,
    [],
    {},
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
interface Change {
  readonly at: number;
  readonly value: unknown;
  readonly key: string | null;
  readonly drop: boolean;
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  value,
  key: fc.option(fc.string({ maxLength: 12 })),
  drop: fc.boolean(),
});

function changed(changes: readonly Change[]): string {
  const root = parse(sample) as Node;
  for (const { at, value: to, key, drop } of changes) {
    const paths = pathsIn(root).slice(1);
    const path = paths[at % paths.length] ?? [];
    const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Node)[step], root) as Node;
    const name = path.at(-1) ?? '';
    if (drop && !Array.isArray(parent)) Reflect.deleteProperty(parent, name);
    else parent[name] = to;
    if (key !== null && !Array.isArray(parent))
      Object.defineProperty(parent, key, { value: to, enumerable: true, writable: true, configurable: true });
  }
  return stringify(root);
}

/** The text with one piece deleted, repeated or replaced. */
const torn = fc
  .tuple(
    fc.nat(sample.length),
    fc.nat(200),
    fc.oneof(
      fc.constant(''),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom('&a ', '*a', '\t', '---\n', '- ', ': ', '[', '{', '!!x '),
    ),
    fc.nat(3),
  )
  .map(
    ([from, length, by, times]) => sample.slice(0, from) + by.repeat(times + 1) + sample.slice(from + length),
  );

it('is taken, or its mistakes are named with their lines', { timeout: 1_200_000 }, async () => {
  const any = fc.oneof(fc.array(change, { minLength: 1, maxLength: 4 }).map(changed), torn);
  await fc.assert(
    fc.asyncProperty(any, async (text) => {
      await writeFile(file, text);
      const error: unknown = await loadSettings(file).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error === null) return;
      expect(error).toBeInstanceOf(ConfigError);
      for (const line of (error as ConfigError).message.split('\n').slice(0, 1)) {
        expect(line).toMatch(/dobrobot\.yaml:\d+: ./);
      }
    }),
    chosen(500, 40),
  );
});
