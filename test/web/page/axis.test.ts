import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../../web/page/axis.ts';
import { fitting, longestMs, moved, shortestMs, zoomed } from '../../../web/page/span.ts';

const berlin = { width: 1000, timezone: 'Europe/Berlin', locale: 'en-GB' };
const labels = (from: string, to: string) =>
  ticksOf({ from: Date.parse(from), to: Date.parse(to) }, berlin).map(({ label }) => label);

describe('the time axis', () => {
  it('has the hours of the configured zone, and a day where one begins', () => {
    expect(labels('2026-03-02T18:30:00Z', '2026-03-03T06:30:00Z')).toEqual([
      '20:00',
      '21:00',
      '22:00',
      '23:00',
      '3 Mar',
      '01:00',
      '02:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
      '07:00',
    ]);
  });

  it('counts hours anew on the day on which the clock changes', () => {
    expect(labels('2026-03-28T23:00:00Z', '2026-03-30T10:00:00Z')).toContain('30 Mar');
  });

  it('has months in a year', () => {
    expect(labels('2026-01-15T00:00:00Z', '2026-12-15T00:00:00Z')).toContain('Jun');
  });

  it('rises, stays within the time, and leaves room for each label', () => {
    const width = fc.integer({ min: 300, max: 2000 });
    const from = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) });
    const length = fc.integer({ min: shortestMs, max: longestMs });
    fc.assert(
      fc.property(width, from, length, (px, begin, ms) => {
        const span = { from: begin, to: begin + ms };
        const ticks = ticksOf(span, { ...berlin, width: px });
        for (const [index, { at }] of ticks.entries()) {
          expect(at).toBeGreaterThanOrEqual(span.from);
          expect(at).toBeLessThanOrEqual(span.to);
          const before = ticks[index - 1]?.at ?? -Infinity;
          expect(((at - before) / ms) * px).toBeGreaterThan(40);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('zooming and moving keep to bearable lengths, and to the middle', () => {
  const span = { from: 0, to: 4 * 3_600_000 };
  expect(zoomed(span, 0.5)).toEqual({ from: 3_600_000, to: 3 * 3_600_000 });
  expect(moved(span, -0.25)).toEqual({ from: -3_600_000, to: 3 * 3_600_000 });
  const tiny = fitting({ from: 0, to: 1 });
  expect(tiny.to - tiny.from).toBe(shortestMs);
  const huge = zoomed({ from: 0, to: longestMs }, 2);
  expect(huge.to - huge.from).toBe(longestMs);
});
