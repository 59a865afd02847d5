import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clock } from '../../../texts/times.ts';
import { clockIn, dayAndTime } from '../../../web/page/clock.ts';

const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const near = fc.integer({ min: -172_800_000, max: 172_800_000 });

it('words instants as all texts do', () => {
  fc.assert(
    fc.property(
      instant,
      fc.oneof(near, instant),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Tokyo'),
      fc.constantFrom('en-GB', 'ru'),
      (now, from, timezone, locale) => {
        const at = Math.abs(from) <= 172_800_000 ? now + from : from;
        expect(clockIn(timezone, locale)(at, now)).toBe(clock(at, { now, timezone }, locale));
      },
    ),
  );
});

it('a day and a time have their year unless it is this one', () => {
  const now = Date.parse('2026-03-02T14:05:00Z');
  const worded = (iso: string, locale: string) => dayAndTime(Date.parse(iso), now, 'Asia/Tokyo', locale);
  expect(worded('2026-01-31T10:00:00Z', 'en-GB')).toBe('31 Jan, 19:00');
  expect(worded('2009-07-02T10:00:00Z', 'en-GB')).toBe('2 Jul 2009, 19:00');
  expect(worded('2025-12-31T16:00:00Z', 'en-GB')).toBe('1 Jan, 01:00');
  expect(worded('2009-07-02T10:00:00Z', 'ru')).toContain('2009');
});
