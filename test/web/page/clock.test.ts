import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clock } from '../../../texts/times.ts';
import { clockIn } from '../../../web/page/clock.ts';

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
