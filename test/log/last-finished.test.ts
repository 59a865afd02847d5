import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { testDatabase } from '../support/database.ts';
import { releaseRow } from './rows.ts';

let log: ReleaseLog;
beforeEach(async () => {
  log = new ReleaseLog(await testDatabase(), () => undefined);
});
afterEach(() => log.close());

const start = Date.parse('2026-03-02T10:00:00Z');

/** Records a release that started and ended this many minutes after `start`. */
const ended = (ticket: string, as: string, minutes: number, components: readonly string[]) =>
  log.record(
    ['requested', 'started', as].map((type, index) =>
      releaseRow(index + 1, {
        ...{ releaseKey: ticket, ticket, type, components },
        at: start + minutes * 60_000 + index,
      }),
    ),
  );

it('is what was finished last of each component, in their order', async () => {
  await ended('PAY-1', 'finished', 0, ['billing', 'db']);
  await ended('PAY-2', 'finished', 10, ['billing']);
  await ended('PAY-3', 'rolledBack', 20, ['billing']);
  const found = await log.lastFinished(['db', 'billing', 'mail']);
  expect(found).toEqual([
    expect.objectContaining({ component: 'db', ticket: 'PAY-1', endedAt: start + 2 }),
    expect.objectContaining({ component: 'billing', ticket: 'PAY-2', requester: 'U_DAN' }),
  ]);
});
