import { describe, expect, it } from 'vitest';
import { readYaml } from '../../config/yaml-text.ts';
import type { YamlText } from '../../config/yaml-text.ts';

const valueOf = (yaml: YamlText): unknown => (yaml.ok ? yaml.value : yaml.mistakes);
const mistakesOf = (yaml: YamlText) =>
  yaml.ok ? [] : yaml.mistakes.map(({ line, message }) => [line, message]);

it('names 20,000 repeated keys before anybody loses patience', { timeout: 20_000 }, () => {
  const yaml = readYaml(`components:\n${'  web: {}\n'.repeat(20_000)}`, 'core');
  const repeated = yaml.ok ? yaml.repeatedKeys : [];
  expect(repeated).toHaveLength(19_999);
  expect(repeated[0]).toEqual({ path: ['components', 'web'], line: 3, message: 'is there twice' });
});

describe('an alias', () => {
  it('stands for the last anchor of its name above it, also for a key and as what is merged', () => {
    const text = `
first: &it [1]
second: *it
third: { again: &it { a: 1 }, here: *it }
fourth: { <<: *it, b: &key two }
fifth: { *key : 5 }
`;
    expect(valueOf(readYaml(text, 'core'))).toEqual({
      ...{ first: [1], second: [1], third: { again: { a: 1 }, here: { a: 1 } } },
      ...{ fourth: { a: 1, b: 'two' }, fifth: { two: 5 } },
    });
  });

  it('may stand for the same in more than a hundred places, each with its line', () => {
    const yaml = readYaml(`base: &base\n  one: 1\nall:\n${'  - *base\n'.repeat(5000)}`, 'core');
    expect(valueOf(yaml)).toMatchObject({ base: { one: 1 }, all: { length: 5000, 4999: { one: 1 } } });
    expect(yaml.ok && yaml.lineOf(['all', 4999])).toBe(2);
    expect(yaml.ok && yaml.lineOf(['all', 0, 'one'])).toBe(2);
  });

  it.each([
    ['a: *b\nb: &b 1', [[1, 'there is no anchor "&b" above "*b"']]],
    ['a: 1\nb: &b\n  - [*b]', [[3, '"*b" stands within its own "&b"']]],
    [
      'a: &a [x]\nb: *c\nd: *e',
      [
        [2, 'there is no anchor "&c" above "*c"'],
        [3, 'there is no anchor "&e" above "*e"'],
      ],
    ],
  ])('is a mistake where it stands for nothing: %s', (text, mistakes) => {
    expect(mistakesOf(readYaml(text, 'core'))).toEqual(mistakes);
  });

  it('does not fill the memory', () => {
    const lines = Array.from({ length: 60 }, (_, n) => `- &a${n + 1} [*a${n}, *a${n}]`);
    expect(mistakesOf(readYaml(['- &a0 [x]', ...lines].join('\n'), 'core'))).toEqual([
      [expect.any(Number), 'the aliases up to here stand for more than 1000000 characters'],
    ]);
    const chain = Array.from({ length: 3000 }, (_, n) => `- &a${n + 1} [*a${n}]`);
    expect(mistakesOf(readYaml(['- &a0 [x]', ...chain].join('\n'), 'core'))).toEqual([
      [expect.any(Number), 'is nested more than 100 levels deep'],
    ]);
  });
});

it.each(['core', 'failsafe'] as const)('what is nested without end is a mistake (%s)', (schema) => {
  for (const text of [
    '['.repeat(100_000),
    '- '.repeat(20_000),
    '{a: '.repeat(500),
    `${'['.repeat(150)}${']'.repeat(150)}`,
  ]) {
    expect(mistakesOf(readYaml(text, schema))).toContainEqual([
      expect.any(Number),
      expect.stringMatching(/is nested/),
    ]);
  }
});

it('a mapping is no key, and a text cannot be merged', () => {
  expect(mistakesOf(readYaml('a: 1\n? [b]\n: 2', 'core'))).toEqual([[2, 'a key has to be a text']]);
  expect(mistakesOf(readYaml('a: 1\n<<: b', 'core'))).toEqual([[1, expect.stringMatching(/Merge sources/)]]);
});

/** How many times as long as a plain list of the same length it takes. */
function slowness(text: string): number {
  const took = (yaml: string) => {
    const began = performance.now();
    readYaml(yaml, 'failsafe');
    return performance.now() - began;
  };
  const plain = '- x\n'.repeat(text.length / 4);
  took(plain);
  return took(text) / took(plain);
}

const many = (n: number, one: (n: number) => string) =>
  Array.from({ length: n }, (_, at) => one(at)).join('');

describe('20,000 of it', () => {
  it.each<[string, (n: number) => string]>([
    ['aliases of one anchor', (n) => `- &a x\n${'- *a\n'.repeat(n)}`],
    ['aliases of an anchor each', (n) => many(n, (at) => `- &a${at} x\n- *a${at}\n`)],
    ['aliases of nothing', (n) => many(n, (at) => `- *a${at}\n`)],
    [
      'aliases of lists of aliases',
      (n) =>
        `${many(n / 100, (at) => `- &a${at} x\n`)}- &all\n${many(n, (at) => `  - *a${at % (n / 100)}\n`)}- *all\n`,
    ],
    ['merges of one mapping', (n) => `- &a {k: v}\n${'- {<<: *a}\n'.repeat(n)}`],
    ['merges into one mapping', (n) => `- &a {k: v}\n- \n${'  <<: *a\n'.repeat(n)}`],
    ['a mapping that repeats its keys in a list', (n) => '- {a: 1, a: 2}\n'.repeat(n)],
    ['a long text over many lines', (n) => `- "${'a\n  b\n'.repeat(n)}"\n`],
    ['empty lines and comments', (n) => `- a\n${'\n# a\n'.repeat(n)}- b\n`],
    ['a list in brackets', (n) => `- [${'a, '.repeat(n)}]`],
    ['a mapping in braces', (n) => `- {${many(n, (at) => `k${at}: v, `)}}`],
  ])('take not much longer than as many plain texts: %s', { timeout: 120_000 }, (_, text) => {
    expect(slowness(text(20_000))).toBeLessThan(30);
  });
});
