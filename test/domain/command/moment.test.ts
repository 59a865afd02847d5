import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freezeEndOf, instantOf } from '../../../domain/command/moment.ts';
import { readMoment } from '../../../domain/command/read-moment.ts';

const read = (text: string) => {
  const found = readMoment(text.split(' '));
  return found === null || 'bad' in found ? null : found;
};

/** Monday, 2 March 2026, 15:00 in Berlin. */
const now = Date.parse('2026-03-02T14:00:00Z');

describe('a time is read', () => {
  it.each([
    ['now', 1, '2026-03-02T14:00:00Z'],
    ['NOW, db', 1, '2026-03-02T14:00:00Z'],
    ['сейчас', 1, '2026-03-02T14:00:00Z'],
    ['40m ago', 2, '2026-03-02T13:20:00Z'],
    ['2ч назад', 2, '2026-03-02T12:00:00Z'],
    ['14:05 db', 1, '2026-03-02T13:05:00Z'],
    ['15:00', 1, '2026-03-02T14:00:00Z'],
    ['15:01', 1, '2026-03-01T14:01:00Z'],
    ['9:05', 1, '2026-03-02T08:05:00Z'],
    ['`14:05`:', 1, '2026-03-02T13:05:00Z'],
    ['2026-03-01', 1, '2026-02-28T23:00:00Z'],
    ['2026-03-02T14:05', 1, '2026-03-02T13:05:00Z'],
    ['2026-03-02t14:05:30', 1, '2026-03-02T13:05:30Z'],
    ['2026-03-02 9:05 db', 2, '2026-03-02T08:05:00Z'],
    ['2026-03-02T14:05Z', 1, '2026-03-02T14:05:00Z'],
    ['2026-03-02T14:05:00.250+03:00', 1, '2026-03-02T11:05:00.250Z'],
    ['2026-07-01T14:05', 1, '2026-07-01T12:05:00Z'],
    ['https://x.slack.com/archives/C1/p1700000000123456', 1, '2023-11-14T22:13:20.123Z'],
    ['http://127.0.0.1:3800/archives/C1/p1700000000123456', 1, '2023-11-14T22:13:20.123Z'],
    ['(https://x.slack.com/archives/C1/p1700000000123456),', 1, '2023-11-14T22:13:20.123Z'],
    ['https://x.slack.com/archives/C1/p1700000000123456?thread_ts=1.2&cid=C1', 1, '2023-11-14T22:13:20.123Z'],
  ])('%j', (text, length, instant) => {
    const found = read(text);
    expect(found?.length).toBe(length);
    expect(found && instantOf(found.moment, now, 'Europe/Berlin')).toBe(Date.parse(instant));
  });

  it.each([
    '',
    'yesterday',
    'today',
    '25:00',
    '14:60',
    '0m ago',
    '2026-02-30',
    '2026-03-02T25:00',
    '0000-01-01',
    '1700000000',
    'https://x.slack.com/archives/C1/p17',
    'https://example.com/p1700000000123456',
  ])('but not in %j', (text) => {
    expect(read(text)).toBe(null);
  });
});

it('is an instant that a computer can tell, whatever is said', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('now', 'ago', '3650d', '9999-12-31', '1000-01-01T00:00+14:00', '23:59'),
    fc.stringMatching(/^<?https:\/\/a\.slack\.com\/archives\/C\/p\d{16}>?$/),
  );
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom('UTC', 'America/St_Johns'),
      (words, zone) => {
        const found = readMoment(words);
        if (found !== null && !('bad' in found)) {
          const at = instantOf(found.moment, now, zone);
          expect(new Date(at).toISOString()).toMatch(/^\+?\d{4,6}-/);
          if ('at' in found.moment) expect(now - at).toBeLessThanOrEqual(25 * 3_600_000);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

describe('a freeze ends', () => {
  const heard = now + 10 * 60_000;
  it.each([
    [{ afterMs: 2 * 3_600_000 }, '2026-03-02T16:10:00Z'],
    [{ at: '18:00' }, '2026-03-02T17:00:00Z'],
    [{ at: '15:00' }, '2026-03-03T14:00:00Z'],
    [{ at: '15:05' }, '2026-03-02T14:05:00Z'],
    [{ at: '9:05' }, '2026-03-03T08:05:00Z'],
  ])('by %j, asked for at 15:00 and heard at 15:10, at %s', (end, instant) => {
    expect(freezeEndOf(end, now, heard, 'Europe/Berlin')).toBe(Date.parse(instant));
  });
});
