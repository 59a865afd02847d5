import { expect, it } from 'vitest';
import { dayAndTime } from '../../texts/times.ts';

const here = { now: Date.parse('2026-03-02T14:05:00Z'), timezone: 'Asia/Tokyo' };

it('a day and a time have their year unless it is this one', () => {
  expect(dayAndTime('2026-01-31T10:00:00Z', here, 'en-GB')).toBe('31 Jan, 19:00');
  expect(dayAndTime('2009-07-02T10:00:00Z', here, 'en-GB')).toBe('2 Jul 2009, 19:00');
  expect(dayAndTime('2025-12-31T16:00:00Z', here, 'en-GB')).toBe('1 Jan, 01:00');
  expect(dayAndTime('2009-07-02T10:00:00Z', here, 'ru')).toContain('2009');
});
