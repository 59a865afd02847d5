import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../domain/command/parse-duration.ts';

describe('parseDuration', () => {
  it.each([
    ['2s', 2_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
    ['3D', 259_200_000],
    ['007m', 420_000],
    ['2с', 2_000],
    ['15м', 900_000],
    ['15мин', 900_000],
    ['2Ч', 7_200_000],
    ['3д', 259_200_000],
    ['3650d', 315_360_000_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['1 h', 3_600_000],
    ['90 min', 5_400_000],
    ['2 hours', 7_200_000],
    ['2 часа', 7_200_000],
    ['1 hour and 30 minutes', 5_400_000],
    ['полтора часа', 5_400_000],
    ['twelve hours', 43_200_000],
    ['1w', 604_800_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '15',
    'm',
    '0m',
    '-1m',
    '1.5h',
    '30m1h',
    '1h1h',
    ' 1h',
    '1h\n',
    '1  h',
    '1h,',
    '1h later',
    'hour',
    'half a second',
    '1e3s',
    '٣h',
    '3651d',
    `${'9'.repeat(400)}s`,
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('keeps every instant that it leads to within what a date can hold', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.constantFrom('s', 'm', 'h', 'd'),
        (count, unit) => {
          const ms = parseDuration(`${count}${unit}`);
          expect(() => new Date(Date.now() + (ms ?? 0)).toISOString()).not.toThrow();
        },
      ),
    );
  });
});
