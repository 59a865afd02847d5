/** Patterns that assign ticket keys to trackers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesKey, patternMistake, takesLikePrefixes, takesNumbered } from '../../domain/key-pattern.ts';

describe('a pattern of keys', () => {
  it.each([
    ['PAY-*', 'PAY-1', true],
    ['pay-*', 'PAY-12', true],
    ['PAY-*', 'REPAY-1', false],
    ['PAY-?', 'PAY-12', false],
    ['PAY-??', 'PAY-12', true],
    ['acme/*', 'ACME/APP#12', true],
    ['[0-9]*', '4711', true],
    ['[0-9]*', 'PAY-1', false],
    ['[PQ]AY-*', 'QAY-1', true],
    ['[!PQ]AY-*', 'QAY-1', false],
    ['[!PQ]AY-*', 'DAY-1', true],
    ['[]x]-1', ']-1', true],
    ['A.-1', 'AB-1', false],
    ['*', '', true],
    ['', 'A-1', false],
    ['*-*-*', 'A-1', false],
  ])('%s takes %s: %j', (pattern, key, taken) => {
    expect(patternMistake(pattern)).toBeNull();
    expect(matchesKey(key, pattern)).toBe(taken);
  });

  it('has its mistakes named', () => {
    expect(patternMistake('[PAY-*')).toBe('has a [ without its ]');
    expect(patternMistake('*'.repeat(101))).toBe('must be at most 100 characters long');
    expect(matchesKey('P', '[P')).toBe(false);
  });

  it('takes what it was made of', () => {
    const piece = fc.constantFrom('A', '1', '-', '/', '#');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.constantFrom('same', '?', '*', 'class')), { maxLength: 30 }),
        (list) => {
          const key = list.map(([char]) => char).join('');
          const forms = {
            same: (char: string) => char,
            '?': () => '?',
            '*': () => '*',
            class: (c: string) => `[Z${c}]`,
          };
          const pattern = list.map(([char, form]) => forms[form](char)).join('');
          expect(matchesKey(key, pattern)).toBe(true);
          expect(matchesKey(`${key}x`, `${pattern}y`)).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['REL-*', true, false],
    ['rel-*', true, false],
    ['REL-[2-9]*', true, false],
    ['REL-???', true, false],
    ['[P-R]*', true, false],
    ['[N-Z]*', true, false],
    ['[B-Z]*-*', true, false],
    ['[!Q]*', true, false],
    ['?E?-*', true, false],
    ['*L-*', true, false],
    ['???-*', true, true],
    ['???*-*', true, true],
    ['[A-Z][A-Z][A-Z]*-*', true, true],
    ['[A-Z0-9][A-Z0-9][A-Z0-9]*-[0-9]*', true, true],
    ['*7', true, true],
    ['*', true, true],
    ['*-*', true, true],
    ['[A-Z]*', true, true],
    ['[A-Z][A-Z0-9]*-*', true, true],
    ['REL-0*', false, false],
    ['REL-', false, false],
    ['RELEASE-*', false, false],
    ['????-*', false, false],
    ['[0-9]*', false, false],
    ['acme/*', false, false],
    ['[REL', false, false],
  ])('%s takes REL-1 and so on: %j; those of any such prefix: %j', (pattern, taken, any) => {
    expect(takesNumbered('REL', pattern)).toBe(taken);
    expect(takesLikePrefixes('REL', pattern)).toBe(any);
  });

  it('takes those of any prefix of as many letters, digits in it or not', () => {
    expect(takesLikePrefixes('R', '?-*')).toBe(true);
    expect(takesLikePrefixes('R', '[A-Z][A-Z]*-*')).toBe(false);
    expect(takesLikePrefixes('R2_D', '[A-Z][A-Z0-9_]*-*')).toBe(true);
    expect(takesLikePrefixes('RELEASES_', '[A-Z]*')).toBe(true);
    const began = performance.now();
    for (const pattern of [
      '*'.repeat(100),
      '*A'.repeat(50),
      `*A${'?'.repeat(98)}`,
      `*${'[A-M]*'.repeat(16)}`,
    ])
      takesLikePrefixes('R'.repeat(50), pattern);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('takes the keys of a prefix where it takes one of them', () => {
    const pattern = fc
      .array(fc.constantFrom('A', 'b', '-', '1', '0', '*', '?', '[AB]', '[!A]', '[2-9]'), { maxLength: 6 })
      .map((pieces) => pieces.join(''));
    const numbers = Array.from({ length: 1200 }, (_, index) => index + 1);
    fc.assert(
      fc.property(fc.constantFrom('A', 'AB', 'B1'), pattern, (prefix, keys) => {
        if (numbers.some((n) => matchesKey(`${prefix}-${n}`, keys)))
          expect(takesNumbered(prefix, keys)).toBe(true);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.constantFrom('A', 'AB', 'B1'), fc.integer({ min: 1 }), pattern, (prefix, n, end) => {
        expect(takesNumbered(prefix, `${prefix.slice(0, 1)}*-${n}`)).toBe(true);
        expect(takesNumbered(prefix, `${prefix}-${end}#`)).toBe(false);
      }),
    );
  });

  it('of many stars does not go astray', () => {
    expect(matchesKey('A'.repeat(100), `${'*A'.repeat(49)}B`)).toBe(false);
  });
});
