/** Quiet hours: when a person may be nudged, in their own time zone. */
import { describe, expect, it } from 'vitest';
import { mayNudge, usualPreferences } from '../../domain/preferences.ts';

const at = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};
const quietFrom = (from: string, to: string) => ({
  ...usualPreferences,
  quiet: { from: at(from), to: at(to) },
});

describe('quiet hours', () => {
  it.each([
    // Across midnight.
    ['22:00', '08:00', '2026-03-10T20:59:00Z', 'Europe/Berlin', true],
    ['22:00', '08:00', '2026-03-10T21:00:00Z', 'Europe/Berlin', false],
    ['22:00', '08:00', '2026-03-11T00:00:00Z', 'Europe/Berlin', false],
    ['22:00', '08:00', '2026-03-11T06:59:59Z', 'Europe/Berlin', false],
    ['22:00', '08:00', '2026-03-11T07:00:00Z', 'Europe/Berlin', true],
    // Within a day.
    ['12:00', '13:00', '2026-03-10T10:59:00Z', 'Europe/Berlin', true],
    ['12:00', '13:00', '2026-03-10T11:00:00Z', 'Europe/Berlin', false],
    ['12:00', '13:00', '2026-03-10T12:00:00Z', 'Europe/Berlin', true],
    // The same instant in other time zones.
    ['22:00', '08:00', '2026-03-11T00:00:00Z', 'America/New_York', true],
    ['22:00', '08:00', '2026-03-11T00:00:00Z', 'Asia/Tokyo', true],
    ['22:00', '08:00', '2026-03-11T16:30:00Z', 'Asia/Kolkata', false],
    // The clock goes forward at 02:00, so 08:00 comes an hour earlier.
    ['22:00', '08:00', '2026-03-29T05:59:00Z', 'Europe/Berlin', false],
    ['22:00', '08:00', '2026-03-29T06:00:00Z', 'Europe/Berlin', true],
    // An hour that is skipped that day.
    ['02:00', '03:00', '2026-03-29T00:59:59Z', 'Europe/Berlin', true],
    ['02:00', '03:00', '2026-03-29T01:00:00Z', 'Europe/Berlin', true],
    // An hour that occurs twice.
    ['02:00', '03:00', '2026-10-25T00:30:00Z', 'Europe/Berlin', false],
    ['02:00', '03:00', '2026-10-25T01:30:00Z', 'Europe/Berlin', false],
    ['02:00', '03:00', '2026-10-25T02:00:00Z', 'Europe/Berlin', true],
    // Until midnight; an empty span.
    ['18:00', '00:00', '2026-03-10T23:59:00Z', 'UTC', false],
    ['18:00', '00:00', '2026-03-11T00:00:00Z', 'UTC', true],
    ['08:00', '08:00', '2026-03-10T08:00:00Z', 'UTC', true],
  ])('from %s to %s: at %s in %s a nudge is %s', (from, to, now, zone, may) => {
    expect(mayNudge(quietFrom(from, to), Date.parse(now), zone)).toBe(may);
  });

  it.each([
    ['2026-03-13T22:59:00Z', 'Europe/Berlin', true],
    ['2026-03-13T23:00:00Z', 'Europe/Berlin', false],
    ['2026-03-15T12:00:00Z', 'Europe/Berlin', false],
    ['2026-03-15T22:59:00Z', 'Europe/Berlin', false],
    ['2026-03-15T23:00:00Z', 'Europe/Berlin', true],
    ['2026-03-15T23:00:00Z', 'America/New_York', false],
  ])('of a quiet weekend last from midnight to midnight: at %s in %s a nudge is %s', (now, zone, may) => {
    const weekends = { ...usualPreferences, quietWeekends: true };
    expect(mayNudge(weekends, Date.parse(now), zone)).toBe(may);
    expect(mayNudge(weekends, Date.parse(now), null)).toBe(true);
  });

  it('do not count where a nudge comes round the clock', () => {
    expect(mayNudge(quietFrom('22:00', '08:00'), Date.parse('2026-03-11T00:00:00Z'), null)).toBe(true);
  });
});

it.each([
  [usualPreferences, true],
  [{ ...usualPreferences, nudges: 'none' }, false],
  [{ ...usualPreferences, snoozedUntil: 1001 }, false],
  [{ ...usualPreferences, snoozedUntil: 1000 }, true],
] as const)('%o: nudged at any hour is %s', (preferences, may) => {
  expect(mayNudge(preferences, 1000, null)).toBe(may);
  expect(mayNudge(preferences, 1000, 'UTC')).toBe(may);
});
