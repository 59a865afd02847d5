/** Configurations larger than anyone should write: each is accepted, or its mistakes are reported, without much delay. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const file = join(await temporaryFolder(), 'dobrobot.yaml');
const head = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
`;

/** A configuration with `count` components, one per line. */
const components = (count: number, of: (n: number) => string): string =>
  `${head}components:\n${Array.from({ length: count }, (_, n) => `  c${n}: { ${of(n)} }\n`).join('')}`;

async function mistakesIn(text: string): Promise<readonly string[]> {
  await writeFile(file, text);
  try {
    await loadSettings(file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ line, path, message }) => `${line}: ${path}: ${message}`);
  }
}

it('a chain of 10,000 dependencies is none too long', async () => {
  const chain = components(10_000, (n) => (n === 9999 ? '' : `dependsOn: [c${n + 1}]`));
  expect(await mistakesIn(chain)).toEqual([]);
});

it('a circle of 10,000 is shown in part', async () => {
  const [mistake, ...others] = await mistakesIn(
    components(10_000, (n) => `dependsOn: [c${(n + 1) % 10_000}]`),
  );
  expect(others).toEqual([]);
  expect(mistake).toMatch(
    /^10004: components\.c9999\.dependsOn\[0\]: the dependencies form a circle: c0 -> c1 -> .* -> c18 -> … -> c9999 -> c0$/,
  );
});

it('10,000 names that are none do not have 10,000 others named each', async () => {
  const mistakes = await mistakesIn(components(10_000, (n) => `dependsOn: [x${n}]`));
  expect(mistakes).toHaveLength(10_000);
  expect(mistakes.at(-1)).toBe(
    '10004: components.c9999.dependsOn[0]: there is no component "x9999"; known: 10000 others',
  );
});

it('what is too large to be shared is a mistake that says the way out', async () => {
  const long = 'x'.repeat(2900);
  const freezes = (reasons: readonly string[]) =>
    `${head}components: { db: { critical: true } }\nfreezes:\n${reasons
      .map(
        (reason) =>
          `  - { components: all, start: 2026-01-02T16:00, rule: FREQ=DAILY, for: 1h, reason: ${reason} }\n`,
      )
      .join('')}`;
  const often = (n: number, reason: string) => Array.from({ length: n }, () => reason);
  expect(await mistakesIn(freezes(often(150, long)))).toEqual([]);
  const tooLarge =
    /^1: : is too large to be shared: \d{6} bytes as JSON, and 500000 is the most\. .*Leave out what says only the default/;
  expect(await mistakesIn(freezes(often(200, long)))).toEqual([expect.stringMatching(tooLarge)]);
  // A Russian letter takes two bytes.
  expect(await mistakesIn(freezes(often(100, long.replaceAll('x', 'я'))))).toEqual([
    expect.stringMatching(tooLarge),
  ]);
  // The file itself may be small.
  const short = freezes([`&why ${long}`, ...often(199, '*why')]);
  expect(short.length).toBeLessThan(50_000);
  expect(await mistakesIn(short)).toEqual([expect.stringMatching(tooLarge)]);
});
