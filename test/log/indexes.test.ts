/** No query scans a whole table for a few rows. */
import { expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { releaseRow } from './rows.ts';

const hour = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const releases = 6000;

/** One release an hour, with two events each, and an `unlocked` event every hundred hours. */
const past = `
  insert into events (key, at, about, type, release_key, n, ticket, title, components, facts)
  select release || ':' || n, to_timestamp(${start / 1000} + release * 3600 + n * 600), 'release',
    (array['started', 'finished'])[n], release, n, 'PAY-' || release, 'New screen', array['component-' || release % 100], '{}'
  from generate_series(1, ${releases}) as release, generate_series(1, 2) as n;
  insert into releases (release_key, ticket, components, asked_at, started_at, ended_at, ended_as, nudges)
  select release, 'PAY-' || release, array['component-' || release % 100], started, started, ended, 'finished', 0
  from generate_series(1, ${releases}) as release,
    lateral (select to_timestamp(${start / 1000} + release * 3600 + 600) as started) as first,
    lateral (select started + interval '10 minutes' as ended) as last;
  insert into events (key, at, about, type, components, component, facts)
  select 'lock:' || n, to_timestamp(${start / 1000} + n * 360000), 'lock', 'unlocked', array['component-1'], 'component-1',
    jsonb_build_object('holders', jsonb_build_array(jsonb_build_object('releaseKey', n::text)))
  from generate_series(1, ${releases / 100}) as n`;

it('but goes by an index', async () => {
  const url = await testDatabase();
  const log = new ReleaseLog(url, () => undefined);
  await log.database();
  await query(url, past);
  await query(url, 'vacuum analyze');
  const before = await rowsRead(url);

  const until = start + 3000 * hour;
  const since = until - 24 * hour;
  expect(await log.onProduction(since, until)).toHaveLength(24);
  expect(await log.events({ about: 'lock', types: ['unlocked'], since, until }, 200)).toHaveLength(1);
  expect(await log.events({}, 20)).toHaveLength(20);
  expect(await log.events({ since, until }, 20)).toHaveLength(20);
  expect(await log.events({ ticket: 'PAY-7' }, 20)).toHaveLength(2);
  expect(await log.count({ ticket: 'PAY-7' }, 1000)).toBe(2);
  expect(await log.events({ releaseKey: '7' }, 20)).toHaveLength(2);
  expect(await log.events({ words: 'PAY-7' }, 20)).toHaveLength(2);
  expect(await log.events({ component: 'component-7' }, 20)).toHaveLength(20);
  expect(await log.usualTimes(['component-7'])).toEqual({ 'component-7': hour / 6 });
  await log.record([releaseRow(3, { releaseKey: '7', type: 'nudged' })]);
  expect(await log.release('7')).toMatchObject({ nudges: 1, endedAs: 'finished' });
  // A connection reports its statistics when it closes.
  await log.close();
  await eventually(async () => {
    expect((await rowsRead(url)).byIndex).toBeGreaterThan(before.byIndex);
  });
  expect((await rowsRead(url)).inOrder).toBe(before.inOrder);
});

async function rowsRead(url: string): Promise<{ readonly inOrder: number; readonly byIndex: number }> {
  const [read] = await query<{ inOrder: number; byIndex: number }>(
    url,
    `select sum(seq_tup_read)::float8 as "inOrder", sum(idx_scan)::float8 as "byIndex" from pg_stat_user_tables
     where relname in ('events', 'releases')`,
  );
  return read ?? { inOrder: NaN, byIndex: NaN };
}
