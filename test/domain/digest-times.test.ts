import { expect, it } from 'vitest';
import { toldSince, weeksBefore } from '../../domain/digest-times.ts';

const calendar = { timezone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1140 };
const at = (local: string) => Date.parse(local);
const told = (now: string, last: string | null, days = calendar.days) =>
  new Date(toldSince(at(now), last === null ? null : at(last), { ...calendar, days })).toISOString();

it.each([
  ['on a Wednesday since Tuesday', '2026-03-04T08:30:00Z', null, '2026-03-03T08:30:00.000Z'],
  ['on a Monday since Friday', '2026-03-02T08:30:00Z', null, '2026-02-27T08:30:00.000Z'],
  ['over a clock change since the same local time', '2026-03-30T07:30:00Z', null, '2026-03-27T08:30:00.000Z'],
  [
    'since the last one where one was left out',
    '2026-03-04T08:30:00Z',
    '2026-02-27T08:30:00Z',
    '2026-02-27T08:30:00.000Z',
  ],
  [
    'with the last working day, though there was one since',
    '2026-03-04T08:30:00Z',
    '2026-03-03T14:00:00Z',
    '2026-03-03T08:30:00.000Z',
  ],
] as const)('a digest tells what went out %s', (_, now, last, since) => {
  expect(told(now, last)).toBe(since);
});

it('where people work on one day a week, it tells of the week', () => {
  expect(told('2026-03-04T08:30:00Z', null, [3])).toBe('2026-02-25T08:30:00.000Z');
});

it('a week lasts an hour less or more when the clock changes in it', () => {
  const monday = at('2026-03-30T07:30:00Z');
  expect(new Date(weeksBefore(monday, 1, calendar)).toISOString()).toBe('2026-03-23T08:30:00.000Z');
});
