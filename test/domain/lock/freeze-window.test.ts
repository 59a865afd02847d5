import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { freezesAround, localStarts, once, readRule } from '../../../domain/lock/freeze-window.ts';
import type { FreezeWindow } from '../../../domain/lock/freeze-window.ts';
import { asOf, inForce, nextChange } from '../../../domain/lock/freeze.ts';

const hour = 3_600_000;
const zone = 'Europe/Berlin';
const weekend: FreezeWindow = {
  start: '2026-01-02T16:00',
  timezone: zone,
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  forMs: 64 * hour,
  reason: 'no releases over the weekend',
};
const at = (local: string, timezone = zone): number => DateTime.fromISO(local, { zone: timezone }).toMillis();
const told = (ms: number | null): string | null =>
  ms === null ? null : DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm');
/** The windows known at an instant, in Berlin time. */
const known = (window: FreezeWindow, now: number): (readonly [string | null, string | null])[] =>
  freezesAround([window], now).map(({ from, until }) => [told(from), told(until)]);

describe('the windows of a rule', () => {
  it('are the one that lasts and the next one, or the next two', () => {
    expect(known(weekend, at('2026-05-22T15:59'))).toEqual([
      ['2026-05-22 16:00', '2026-05-25 08:00'],
      ['2026-05-29 16:00', '2026-06-01 08:00'],
    ]);
    expect(known(weekend, at('2026-05-25T07:59'))).toEqual(known(weekend, at('2026-05-22T15:59')));
    expect(known(weekend, at('2026-05-25T08:00'))[0]).toEqual(['2026-05-29 16:00', '2026-06-01 08:00']);
  });

  it('name the configuration instead of a person', () => {
    expect(inForce(freezesAround([weekend], at('2026-05-23T12:00')), at('2026-05-23T12:00'))).toEqual([
      {
        reason: 'no releases over the weekend',
        by: 'dobrobot.yaml',
        from: null,
        until: at('2026-05-25T08:00'),
      },
    ]);
  });

  it.each([
    ['spring', '2026-03-27', '2026-03-30'],
    ['autumn', '2026-10-23', '2026-10-26'],
  ])('begin and end by the local clock when it changes in %s', (_, friday, monday) => {
    expect(known(weekend, at(`${friday}T12:00`))[0]).toEqual([`${friday} 16:00`, `${monday} 08:00`]);
  });

  it('begin late where the clock jumps over their beginning, and are left out where it jumps over all of them', () => {
    const nightly = { ...weekend, start: '2026-01-01T02:30', rule: 'FREQ=DAILY' };
    expect(known({ ...nightly, forMs: 2 * hour }, at('2026-03-28T12:00'))[0]).toEqual([
      '2026-03-29 03:30',
      '2026-03-29 04:30',
    ]);
    expect(known({ ...nightly, forMs: hour / 2 }, at('2026-03-28T12:00'))[0]?.[0]).toBe('2026-03-30 02:30');
  });

  it.each([
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24', ['2026-12-24', '2027-12-24']],
    ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-05-29', '2026-06-26']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-05-29', '2026-06-30']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-29', '2032-02-29']],
    // Every second week, counted from that of `start`.
    ['FREQ=WEEKLY;INTERVAL=2', ['2026-05-22', '2026-06-05']],
    ['FREQ=WEEKLY;UNTIL=20260522', ['2026-05-22']],
    ['FREQ=WEEKLY;UNTIL=20260521', []],
    ['FREQ=WEEKLY;COUNT=21', ['2026-05-22']],
  ])('%s', (rule, days) => {
    const window = { ...weekend, rule, forMs: hour };
    const starts = known(window, at('2026-05-20T12:00')).map(([from]) => from?.slice(0, 10));
    expect(starts).toEqual(days);
  });

  it('are the same from everywhere between two ends, and those that a calendar shows', () => {
    const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
    fc.assert(
      fc.property(
        fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 24 }),
        fc.constantFrom(zone, 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
        fc.integer({ min: at('2026-01-05T00:00'), max: at('2029-01-01T00:00') }),
        (weekdays, startHour, hours, timezone, now) => {
          const window: FreezeWindow = {
            ...weekend,
            timezone,
            start: `2026-01-01T${String(startHour).padStart(2, '0')}:00`,
            rule: `FREQ=WEEKLY;BYDAY=${weekdays.map((day) => days[day]).join(',')}`,
            forMs: hours * hour,
          };
          const freezes = freezesAround([window], now);
          expect(freezes).toEqual(fromCalendar(window, weekdays, now));
          const end = freezes[0]?.until ?? now;
          expect(freezesAround([window], end - 1)).toEqual(freezes);
          expect(freezesAround([window], end)[0]).toEqual(freezes[1]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('a window that comes once does so when the library says', () => {
  const start = '2026-03-02T10:30';
  const only = Date.parse(`${start}:00Z`);
  for (const after of [0, only - 1, only, only + 1]) {
    const told = readRule(once, start).next(new Date(after));
    const found = [...localStarts({ ...weekend, start, rule: once }, after)];
    expect(found).toEqual(told === null ? [] : [told.epochMilliseconds]);
  }
});

/** An independent calculation, day by day: the windows that last or are still to come. */
function fromCalendar({ timezone, start, forMs, reason }: FreezeWindow, weekdays: number[], now: number) {
  const first = DateTime.fromMillis(now, { zone: timezone }).startOf('day').minus({ days: 3 });
  const utc = (day: DateTime) => day.setZone('utc', { keepLocalTime: true });
  return Array.from({ length: 20 }, (_, offset) => first.plus({ days: offset }))
    .filter((day) => weekdays.includes(day.weekday - 1))
    .map((day) => utc(day).set({ hour: Number(start.slice(11, 13)), minute: 0, second: 0, millisecond: 0 }))
    .map((local) => {
      const instant = (time: DateTime) => time.setZone(timezone, { keepLocalTime: true }).toMillis();
      return {
        reason,
        by: 'dobrobot.yaml',
        from: instant(local),
        until: instant(local.plus({ milliseconds: forMs })),
      };
    })
    .filter(({ from, until }) => until > now && from < until)
    .slice(0, 2);
}

describe('freezes', () => {
  const freeze = (from: number | null, until: number | null) => ({ reason: 'x', by: 'U1', from, until });

  it('are gone when they have ended, and last when they have begun', () => {
    expect(asOf([freeze(10, 20), freeze(null, null), freeze(30, 40)], 20)).toEqual([
      freeze(null, null),
      freeze(30, 40),
    ]);
    expect(inForce([freeze(10, 20)], 9)).toEqual([]);
    expect(inForce([freeze(10, 20)], 10)).toEqual([freeze(null, 20)]);
  });

  it('change next when the first of them begins or ends', () => {
    expect(nextChange([freeze(10, 20), freeze(null, 15), freeze(null, null)])).toBe(10);
    expect(nextChange([freeze(null, null)])).toBeNull();
  });
});
