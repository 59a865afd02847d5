import fc from 'fast-check';
import { toJudge } from '../../domain/release/evidence.ts';
import type { SignFinding } from '../../domain/release/evidence.ts';
import type { Why } from '../../domain/signs/finding.ts';

/** Custom signs that belong to no language. */
export const ownSigns = ['§ 1', '§ < & >'];

interface Parts {
  readonly words: (longest?: number) => fc.Arbitrary<string>;
  readonly url: fc.Arbitrary<string>;
  readonly orNull: <T>(some: fc.Arbitrary<T>) => fc.Arbitrary<T | null>;
}

/** Anything the checks may find for a sign. */
export function anyFound({ words, url, orNull }: Parts): fc.Arbitrary<SignFinding> {
  const why: fc.Arbitrary<Why> = fc.oneof(
    fc.record({
      why: fc.constant('field' as const),
      name: words(),
      value: orNull(words()),
      wanted: fc.array(words(), { maxLength: 5 }),
    }),
    fc.record({ why: fc.constant('failed' as const), reason: words(20_000) }),
  );
  return fc.oneof(
    url,
    words(),
    fc.constantFrom<true | null | typeof toJudge>(true, null, toJudge),
    fc.record({
      outcome: fc.constantFrom('missing' as const, 'cannotTell' as const),
      why,
      message: orNull(words(20_000)),
      warn: fc.boolean(),
    }),
    fc.record({
      outcome: fc.constant('passed' as const),
      shown: fc.array(
        fc.record({
          fact: fc.oneof(
            fc.record({ fact: fc.constant('label' as const), label: words() }),
            fc.record({ fact: fc.constant('page' as const), title: words(), section: orNull(words()) }),
            fc.record({
              fact: fc.constant('change' as const),
              name: words(),
              commit: orNull(words()),
              approvedBy: fc.array(words(), { maxLength: 5 }),
            }),
          ),
          url: orNull(url),
        }),
        { minLength: 1, maxLength: 10 },
      ),
    }),
  );
}
