import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { onCallAt } from '../../domain/on-call.ts';
import type { OnCall } from '../../domain/on-call.ts';

const weekly: OnCall = {
  rotation: ['U_ADAM', 'U_EVA', 'U_IDA'],
  daysEach: 7,
  from: '2026-01-05T10:00',
  timezone: 'Europe/Berlin',
};
const at = (local: string, timezone = weekly.timezone): number =>
  DateTime.fromISO(local, { zone: timezone }).toMillis();

describe('onCallAt', () => {
  it.each([
    ['2026-01-05T10:00', 'U_ADAM', 'the first shift starts'],
    ['2026-01-12T09:59', 'U_ADAM', 'it lasts a week'],
    ['2026-01-12T10:00', 'U_EVA', 'the second follows'],
    ['2026-01-26T10:00', 'U_ADAM', 'after the last comes the first'],
    ['2026-01-05T09:59', 'U_IDA', 'before the first shift there was one, too'],
    ['2026-03-30T09:59', 'U_IDA', 'the week of a clock change is as long by the clock'],
    ['2026-03-30T10:00', 'U_ADAM', 'and the shift changes at ten, not at eleven'],
    ['2026-10-26T09:59', 'U_IDA', 'in autumn as well'],
    ['2026-10-26T10:00', 'U_ADAM', 'in autumn as well'],
  ])('%s: %s, for %s', (local, person) => {
    expect(onCallAt(weekly, at(local))).toBe(person);
  });

  const rotations = fc.record({
    rotation: fc.uniqueArray(fc.constantFrom('U_A', 'U_B', 'U_C', 'U_D'), { minLength: 1 }),
    daysEach: fc.integer({ min: 1, max: 20 }),
    from: fc.constantFrom('2026-01-05T10:00', '2025-03-30T00:00', '2024-10-27T18:30'),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
  });

  it('finds one of the rotation at any instant, and changes only at the wall-clock time of the shifts', () => {
    const years = 5 * 365 * 24 * 60;
    fc.assert(
      fc.property(rotations, fc.integer({ min: -years, max: years }), (onCall, minutes) => {
        const instant = at(onCall.from, onCall.timezone) + minutes * 60_000;
        const [before, now] = [onCallAt(onCall, instant - 60_000), onCallAt(onCall, instant)];
        expect(onCall.rotation).toContain(now);
        const local = DateTime.fromMillis(instant, { zone: onCall.timezone }).toFormat('HH:mm');
        if (before !== now) expect(local).toBe(onCall.from.slice(-5));
      }),
    );
  });

  it('changes at every shift to the next one, also those whose clocks have changed meanwhile', () => {
    fc.assert(
      fc.property(rotations, fc.integer({ min: -100, max: 300 }), (onCall, shift) => {
        const start = DateTime.fromISO(onCall.from, { zone: onCall.timezone });
        const startOfShift = start.plus({ days: shift * onCall.daysEach }).toMillis();
        const length = onCall.rotation.length;
        const person = (n: number) => onCall.rotation[((n % length) + length) % length];
        expect(onCallAt(onCall, startOfShift)).toBe(person(shift));
        expect(onCallAt(onCall, startOfShift - 1)).toBe(person(shift - 1));
      }),
    );
  });
});
