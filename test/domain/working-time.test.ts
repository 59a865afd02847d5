import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, workingTimeBetween } from '../../domain/working-time.ts';
import type { Calendar } from '../../domain/working-time.ts';

const hour = 3_600_000;
const weekdays = [1, 2, 3, 4, 5];
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const office = (timezone: string): Calendar => ({
  timezone,
  days: weekdays,
  fromMinute: 600,
  toMinute: 1140,
});
const always: Calendar = { timezone: 'Europe/Berlin', days: everyDay, fromMinute: 0, toMinute: 1440 };
/** 01:00 to 05:00: three hours long in the night when the clocks go forward, five when they go back. */
const nights: Calendar = { timezone: 'Europe/Berlin', days: everyDay, fromMinute: 60, toMinute: 300 };

describe('working time is added', () => {
  it.each([
    ['within a day', office('UTC'), '2026-03-02T10:00:00Z', 2, '2026-03-02T12:00:00.000Z'],
    ['to the very end of a day', office('UTC'), '2026-03-02T17:00:00Z', 2, '2026-03-02T19:00:00.000Z'],
    ['from before the day begins', office('UTC'), '2026-03-02T06:00:00Z', 1, '2026-03-02T11:00:00.000Z'],
    ['over a night', office('UTC'), '2026-03-02T18:30:00Z', 1, '2026-03-03T10:30:00.000Z'],
    ['over a weekend', office('UTC'), '2026-03-06T18:30:00Z', 1, '2026-03-09T10:30:00.000Z'],
    ['from a Saturday', office('UTC'), '2026-03-07T12:00:00Z', 1, '2026-03-09T11:00:00.000Z'],
    ['over weeks', office('UTC'), '2026-03-02T10:00:00Z', 100, '2026-03-17T11:00:00.000Z'],
    [
      'in Berlin, over the start of summer',
      office('Europe/Berlin'),
      '2026-03-27T17:30:00Z',
      1,
      '2026-03-30T08:30:00.000Z',
    ],
    [
      'in Berlin, over its end',
      office('Europe/Berlin'),
      '2026-10-23T16:30:00Z',
      1,
      '2026-10-26T09:30:00.000Z',
    ],
    [
      'in New York, over the start of summer',
      office('America/New_York'),
      '2026-03-06T23:30:00Z',
      1,
      '2026-03-09T14:30:00.000Z',
    ],
    [
      'in Kolkata, half an hour beside the others',
      office('Asia/Kolkata'),
      '2026-03-02T13:00:00Z',
      1,
      '2026-03-03T05:00:00.000Z',
    ],
    ['through a night with an hour less', nights, '2026-03-29T00:00:00Z', 3, '2026-03-29T03:00:00.000Z'],
    ['past a night with an hour less', nights, '2026-03-29T00:00:00Z', 4, '2026-03-30T00:00:00.000Z'],
    ['through a night with an hour more', nights, '2026-10-24T23:00:00Z', 5, '2026-10-25T04:00:00.000Z'],
    ['round the clock', always, '2026-10-24T12:00:00Z', 24, '2026-10-25T12:00:00.000Z'],
    ['as nothing', office('UTC'), '2026-03-07T12:00:00Z', 0, '2026-03-07T12:00:00.000Z'],
  ])('%s', (_, calendar, start, hours, end) => {
    expect(new Date(addWorkingTime(Date.parse(start), hours * hour, calendar)).toISOString()).toBe(end);
  });

  it('for ten years at most, however little is worked', () => {
    const aMinuteOnMondays = { timezone: 'UTC', days: [1], fromMinute: 600, toMinute: 601 };
    expect(addWorkingTime(0, 1e15, aMinuteOnMondays)).toBe(10 * 365 * 24 * hour);
  });
});

describe('whatever the calendar', () => {
  const calendar = fc.record({
    timezone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    ),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    fromMinute: fc.integer({ min: 0, max: 700 }),
    toMinute: fc.integer({ min: 701, max: 1440 }),
  });
  const start = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });
  const duration = fc.integer({ min: 0, max: 60 * hour });

  /** The search gives up after ten years. */
  const isUncut = (from: number, end: number): boolean => end < from + 10 * 365 * 24 * hour;

  it('what is added is what lies between', () => {
    fc.assert(
      fc.property(calendar, start, duration, (chosen, from, ms) => {
        const end = addWorkingTime(from, ms, chosen);
        fc.pre(isUncut(from, end));
        expect(workingTimeBetween(from, end, chosen)).toBe(ms);
      }),
    );
  });

  it('adding twice is adding at once', () => {
    fc.assert(
      fc.property(calendar, start, duration, duration, (chosen, from, a, b) => {
        fc.pre(isUncut(from, addWorkingTime(from, a + b, chosen)));
        const twice = addWorkingTime(addWorkingTime(from, a, chosen), b, chosen);
        // Adding 0 keeps the instant at which the first addition ended.
        expect(twice).toBe(addWorkingTime(from, a + b, chosen));
      }),
    );
  });
});
