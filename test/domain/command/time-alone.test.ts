import { describe, expect, it } from 'vitest';
import { endAlone, instantAlone, sinceAlone, untilAlone } from '../../../domain/command/time-alone.ts';

/** Monday, 2 March 2026, 15:00 in Berlin. */
const now = Date.parse('2026-03-02T14:00:00Z');

type Reader = (text: string, now: number, timezone: string) => number | null;
const readBy = (reader: Reader) => (text: string) => {
  const instant = reader(text, now, 'Europe/Berlin');
  return instant === null ? null : new Date(instant).toISOString();
};

describe('a time that stands alone', () => {
  it.each([
    ['now', '2026-03-02T14:00:00.000Z'],
    ['6pm', '2026-03-01T17:00:00.000Z'],
    ['14:05', '2026-03-02T13:05:00.000Z'],
    ['yesterday 6pm', '2026-03-01T17:00:00.000Z'],
    ['18:00 Europe/Moscow', '2026-03-01T15:00:00.000Z'],
    ['14:05 +03:00', '2026-03-02T11:05:00.000Z'],
    ['1h30m ago', '2026-03-02T12:30:00.000Z'],
    ['90 min', '2026-03-02T12:30:00.000Z'],
    ['2 часа назад', '2026-03-02T12:00:00.000Z'],
    ['2026-03-01', '2026-02-28T23:00:00.000Z'],
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00', '2026-03-01T09:00:00.000Z'],
  ])('%s is read as in a command', (text, instant) => {
    expect(readBy(instantAlone)(text)).toBe(instant);
  });

  it.each([
    '',
    'today',
    'soonish',
    '6pm billing',
    '18:00 Europe/Nowhere',
    '2026-02-30',
    '0999-01-01',
    '1h 6pm',
  ])('%j is none', (text) => {
    expect(readBy(instantAlone)(text)).toBeNull();
  });

  it('is of the years that a database has', () => {
    expect(readBy(instantAlone)('9999-12-31T23:59:59-05:00')).toBeNull();
    expect(readBy(instantAlone)('1000-01-01T00:00:00+05:00')).toBeNull();
    expect(readBy(instantAlone)('9999-12-31T23:59:59Z')).toBe('9999-12-31T23:59:59.000Z');
  });
});

describe('since when and until when', () => {
  it.each([
    ['today', '2026-03-01T23:00:00.000Z', '2026-03-02T22:59:59.999Z'],
    ['yesterday', '2026-02-28T23:00:00.000Z', '2026-03-01T22:59:59.999Z'],
    ['on sunday', '2026-02-28T23:00:00.000Z', '2026-03-01T22:59:59.999Z'],
    ['2026-03-01', '2026-02-28T23:00:00.000Z', '2026-03-01T22:59:59.999Z'],
    // With a time of day, it is that instant.
    ['2026-03-01 00:00', '2026-02-28T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
    ['2026-03-01T00:00', '2026-02-28T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
    ['week', '2026-02-23T14:00:00.000Z', '2026-02-23T14:00:00.000Z'],
    ['1h30m', '2026-03-02T12:30:00.000Z', '2026-03-02T12:30:00.000Z'],
  ])('%s is a whole day, or that time', (text, since, until) => {
    expect([readBy(sinceAlone)(text), readBy(untilAlone)(text)]).toEqual([since, until]);
  });

  it.each(['', 'billing', 'today billing', 'always'])('%j is none', (text) => {
    expect([readBy(sinceAlone)(text), readBy(untilAlone)(text)]).toEqual([null, null]);
  });
});

it('reads when a freeze ends, as a command does', () => {
  expect(endAlone('tomorrow 18:00 UTC')).toEqual({ at: '18:00', day: { inDays: 1 }, zone: 'UTC' });
  expect(endAlone('2026-03-02T10:00Z')).toEqual({ instant: Date.parse('2026-03-02T10:00Z') });
  expect([endAlone('2h'), endAlone('tomorrow'), endAlone('18:00 because')]).toEqual([null, null, null]);
});
