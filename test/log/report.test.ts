/** The weekly report from the log, against figures counted by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { reportOf } from '../../questions/digest.ts';
import { testDatabase } from '../support/database.ts';
import { releaseRow } from './rows.ts';

let log: ReleaseLog;
beforeAll(async () => {
  log = new ReleaseLog(await testDatabase(), () => undefined);
});
afterAll(() => log.close());

const minute = 60_000;
const day = 24 * 60 * minute;
const calendar = { timezone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1140 };
/** A Monday, the day after the clocks went forward: the week was an hour shorter. */
const monday = Date.parse('2026-03-30T07:30:00Z');
const weekBegan = Date.parse('2026-03-23T08:30:00Z');

/** Records a release that ended at `end`. Its waits for the approval (`good`), for the locks (`turn`) and for the admin are in minutes. */
async function live(
  releaseKey: string,
  end: number,
  { good, turn, admin, as = 'finished' }: { good: number; turn: number; admin: number; as?: string },
): Promise<void> {
  const at = end - 12 * 60 * minute;
  const steps: readonly (readonly [string, number, object?])[] = [
    ['requested', 0],
    ['checksPassed', 1],
    ['accepted', 1 + good],
    ['turnCame', 1 + good + turn, { adminNeeded: true }],
    ['adminFound', 1 + good + turn + admin, { ready: true }],
    ['started', 700],
    [as, 720],
  ];
  await log.record(
    steps.map(([type, minutes, facts = {}], n) =>
      releaseRow(n + 1, { releaseKey, type, components: ['billing'], facts, at: at + minutes * minute }),
    ),
  );
}

it('each week has what ended in it, and the longest wait is of the last one', async () => {
  await live('at-the-end', monday, { good: 500, turn: 1, admin: 1 });
  await live('last', monday - minute, { good: 5, turn: 40, admin: 10 });
  await live('back', monday - 2 * day, { good: 50, turn: 4, admin: 60, as: 'rolledBack' });
  await live('first', weekBegan, { good: 1, turn: 2, admin: 3 });
  await live('before', weekBegan - minute, { good: 400, turn: 2, admin: 3 });
  await live('long-ago', weekBegan - 8 * day, { good: 1, turn: 1, admin: 1 });
  const { week, before, longestWait } = await reportOf(monday, log, calendar);
  expect(week.total).toMatchObject({ releases: 3, rolledBack: 1 });
  expect(before.total).toMatchObject({ releases: 1, rolledBack: 0 });
  expect(longestWait).toMatchObject({ waitedFor: 'admin', ms: 60 * minute, ticket: 'PAY-1' });
});

it('there is none where nobody had to wait', async () => {
  expect(await log.longestWait(monday - 400 * day, monday - 300 * day)).toBe(null);
});
