import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readViewState, searchOf, views } from '../../../web/page/view-state.ts';
import type { Range, ViewState } from '../../../web/page/view-state.ts';

const instant = fc.integer({ min: 0, max: 4e12 });
const range: fc.Arbitrary<Range | null> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 1, max: 1e7 }).map((seconds) => ({ kind: 'last' as const, ms: seconds * 1000 })),
  fc
    .tuple(instant, fc.integer({ min: 1, max: 1e11 }))
    .map(([from, ms]) => ({ kind: 'between' as const, from, to: from + ms })),
);
const anyState: fc.Arbitrary<ViewState> = fc.record({
  view: fc.constantFrom(...views),
  range,
  components: fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/)),
  words: fc.string({ unit: 'grapheme' }),
  cursor: fc.option(instant, { nil: null }),
  story: fc.option(fc.string({ minLength: 1 }), { nil: null }),
});

const usual: ViewState = {
  view: 'timeline',
  range: null,
  components: [],
  words: '',
  cursor: null,
  story: null,
};

describe('the address of a view', () => {
  it('says all that is looked at', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(readViewState(searchOf(state))).toEqual(state);
      }),
    );
  });

  it('is none for what the page shows by itself', () => {
    expect(searchOf(usual)).toBe('');
    expect(readViewState('')).toEqual(usual);
  });

  it('can be read by people', () => {
    const at = Date.parse('2026-03-02T14:05:00Z');
    const range = { kind: 'last' as const, ms: 7 * 24 * 3_600_000 };
    expect(searchOf({ ...usual, range, components: ['db'], cursor: at })).toBe(
      '?last=7d&component=db&at=2026-03-02T14:05:00Z',
    );
  });

  it.each([
    '?last=soon',
    '?last=0h',
    '?from=2026-03-02T14:05:00Z',
    '?from=1&to=2',
    '?view=secrets',
    '?at=5',
    '?story=',
  ])('that is mangled shows what the page shows by itself: %s', (search) => {
    expect(readViewState(search)).toEqual(usual);
  });

  it('does not end before it begins', () => {
    expect(readViewState('?from=2026-03-02T14:05:00Z&to=2026-03-02T14:00:00Z').range).toBeNull();
  });
});
