import { expect, it } from 'vitest';
import { clockWithZone, readersClock, typedTime } from '../../texts/times.ts';

const here = { now: Date.parse('2026-03-02T14:05:00Z'), timezone: 'Asia/Tokyo' };
const at = Date.parse('2026-03-02T10:00:00.500Z');

it('a time that nobody translates names its zone', () => {
  expect(clockWithZone(at, here, 'en-GB')).toBe('19:00 GMT+9');
  expect(clockWithZone(at, { ...here, timezone: 'UTC' }, 'en-GB')).toBe('10:00 UTC');
  expect(clockWithZone(Date.parse('2026-01-31T10:00:00Z'), here, 'en-GB')).toBe('31/01/2026, 19:00 GMT+9');
});

it('Slack shows a time in the zone of its reader, and elsewhere the zone is named', () => {
  expect(readersClock(at, here, 'en-GB')).toBe('<!date^1772445600^{date_short_pretty} {time}|19:00 GMT+9>');
  expect(readersClock(at, here, 'en-GB', 'https://s.example.com/p1?a=1&b=2')).toBe(
    '<!date^1772445600^{date_short_pretty} {time}^https://s.example.com/p1?a=1&amp;b=2|19:00 GMT+9>',
  );
});

it('a time to type is no earlier than what it is of', () => {
  expect(typedTime(at, here)).toBe('2026-03-02 19:00:01');
});
