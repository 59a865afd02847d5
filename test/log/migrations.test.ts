/** Migrations bring the tables up to date without losing their content. */
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventRow } from '../../domain/log/event-row.ts';
import { project } from '../../domain/log/projection.ts';
import type { ProjectedRelease } from '../../domain/log/projection.ts';
import { asStored, columnsOf } from '../../log/columns.ts';
import { connectLog } from '../../log/connection.ts';
import { migrateLog, pendingMigrations } from '../../log/migrate.ts';
import { migrations } from '../../log/migrations/index.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { releaseRow } from './rows.ts';
import { query, testDatabase } from '../support/database.ts';
import { endedLives } from '../support/release-lives.ts';
import { projectedReleases } from './projected-releases.ts';

let url: string;
let log: ReleaseLog;

beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
});
afterEach(() => log.close());

const minute = 60_000;
const ten = Date.parse('2026-03-02T10:00:00Z');

describe('the tables', () => {
  it('are made once by several processes that start at the same moment', async () => {
    const processes = [1, 2, 3, 4].map(() => dobrobot(['log', '--json'], { DATABASE_URL: url }));
    const ends = await Promise.all(processes);
    expect(ends).toEqual(processes.map(() => ({ code: 0, out: '', err: '' })));
    const names = 'select name from kysely_migration union all select name from later_migration';
    expect(await query(url, names)).toHaveLength(Object.keys(migrations).length);
  });

  it('come up to date with what is in them', async () => {
    await migrateLog(url, '001-log');
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, components, facts)
       values ('k:1', now(), 'release', 'requested', 'k', 1, 'A-1', '{a}', '{}')`,
    );
    expect((await log.events({}, 10)).map(({ ticket }) => ticket)).toEqual(['A-1']);
    expect(await (await log.database()).selectFrom('releases').select('ticket').execute()).toEqual([
      { ticket: 'A-1' },
    ]);
  });
});

describe('an earlier version', () => {
  const later = { ...migrations, '998-later': adding, '999-latest': adding };

  it('works on with what later ones have added, and leaves it', async () => {
    await migrateLog(url, undefined, later);
    await log.record([releaseRow(1)]);
    expect(await log.events({}, 10)).toHaveLength(1);
    expect(await pendingMigrations(url)).toEqual([]);
    await migrateLog(url, undefined, later);
    expect(await query(url, 'select name from later_migration order by name')).toMatchObject(
      Object.keys(later)
        .slice(12)
        .map((name) => ({ name })),
    );
  });

  it('that refuses what it does not know meets nothing that it does not know', async () => {
    await migrateLog(url, undefined, later);
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }),
    });
    const known = Object.fromEntries(Object.entries(migrations).slice(0, 12));
    const provider = { getMigrations: () => Promise.resolve(known) };
    expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
    await db.destroy();
  });

  it('has every column as it was, and fills every one that it has to', async () => {
    await migrateLog(url, '012-hooks');
    const before = await columns();
    await migrateLog(url);
    const after = await columns();
    for (const [column, shape] of before) expect([column, after.get(column)]).toEqual([column, shape]);
    const tables = new Set([...before.keys()].map((column) => column.split('.')[0]));
    const unknown = [...after].filter(([column]) => !before.has(column) && tables.has(column.split('.')[0]));
    expect(unknown.filter(([, { needed }]) => needed)).toEqual([]);
  });

  const columns = async () =>
    new Map(
      (
        await query<{ name: string; type: string; needed: boolean }>(
          url,
          `select table_name || '.' || column_name as name, data_type as type,
             is_nullable = 'NO' and column_default is null and is_generated = 'NEVER' and is_identity = 'NO' as needed
           from information_schema.columns where table_schema = current_schema()`,
        )
      ).map(({ name, type, needed }) => [name, { type, needed }]),
    );
});

/** May run any number of times. */
const adding: Migration = {
  up: async (db) => {
    await sql`create table if not exists later (word text)`.execute(db);
  },
};

describe('what the page looks for', () => {
  const everything = { from: 0, to: ten * 2, components: [], words: '' };

  it('is there of a log that was filled before', async () => {
    await migrateLog(url, '002-rights');
    const row = (key: string, n: number, type: string, at: string, facts = '{}') =>
      `('${key}:${n}', '${at}', 'release', '${type}', '${key}', ${n}, 'A-1', 'Faster refunds', '{a}', '${facts}')`;
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, title, components, facts) values
        ${row('k', 1, 'requested', '2026-03-02T10:00Z')},
        ${row('k', 2, 'rolledBack', '2026-03-02T11:00Z', '{"reason":"timeouts"}')},
        ${row('open', 1, 'requested', '2026-03-02T10:30Z')},
        ${row('open', 2, 'ticketUnknown', '2026-03-02T10:31Z')}`,
    );
    const found = async (more: Partial<typeof everything>) =>
      (await log.living({ ...everything, ...more }, 10)).releases.map(({ releaseKey }) => releaseKey);
    expect(await found({ from: ten + 61 * minute })).toEqual(['open']);
    expect(await found({ to: ten + 29 * minute })).toEqual(['k']);
    expect(await found({ words: 'refunds' })).toEqual(['open', 'k']);
    expect(await found({ words: 'timeouts' })).toEqual(['k']);
    expect(await log.release('k')).toMatchObject({ ticket: 'A-1', endedAs: 'rolledBack' });
    expect(await log.newest()).toBe(4);
  });
});

describe('what triggers kept until migration 006', () => {
  const triggered = '005-origin';

  async function fill(rows: readonly EventRow[]): Promise<void> {
    const db = connectLog(url, { onError: () => undefined });
    for (const row of rows) {
      const columns = Object.entries(columnsOf(asStored(row))).filter(
        ([name]) => name !== 'tickets' && name !== 'pipeline',
      );
      const known = Object.fromEntries(columns) as ReturnType<typeof columnsOf>;
      await db.insertInto('events').values(known).execute();
    }
    await db.destroy();
  }

  it('is what is computed now', async () => {
    await migrateLog(url, triggered);
    // The stage `watching` did not exist then.
    const rows = endedLives(150).filter(({ facts }) => !('stage' in facts && facts.stage === 'watching'));
    await fill(rows);
    const found = project(rows);
    expect(new Set(found.map(({ endedAs }) => endedAs))).toEqual(new Set(everyEnd));
    expect(await projectedReleases(url)).toEqual(byKey(found));
  });

  it('goes on as in a log that never had them', async () => {
    await migrateLog(url, triggered);
    const rows = endedLives(60);
    await fill(rows.filter((_, index) => index % 3 !== 0 && index < rows.length / 2));
    await log.record(rows);
    const fresh = await testDatabase();
    const another = new ReleaseLog(fresh, () => undefined);
    await another.record(rows);
    await another.close();
    expect(await projectedReleases(url)).toEqual(await projectedReleases(fresh));
  });

  it('stays where nothing more is told', async () => {
    await migrateLog(url, triggered);
    const rows = endedLives(20);
    await fill(rows);
    const kept = await projectedReleases(url);
    await log.database();
    expect(await projectedReleases(url)).toEqual(kept);
    expect(await query(url, `select tgname from pg_trigger where not tgisinternal`)).toEqual([
      { tgname: 'append_only' },
    ]);
  });
});

describe('releases of several tickets, since migration 007', () => {
  it('stand beside those of before, of which each had one', async () => {
    await migrateLog(url, '006-projection');
    await query(
      url,
      `insert into events (key, at, about, type, release_key, n, ticket, title, components, facts) values
        ('k:1', '2026-03-02T10:00Z', 'release', 'requested', 'k', 1, 'A-1', 'Refunds', '{a}', '{}'),
        ('f', '2026-03-02T10:00Z', 'lock', 'frozen', null, null, null, null, '{a}', '{}');
       insert into releases (release_key, ticket, title, components, nudges, stage, asked_at)
        values ('k', 'A-1', 'Refunds', '{a}', 0, 'checking', '2026-03-02T10:00Z')`,
    );
    const before = await query(url, 'select * from events order by seq');
    const found = async (filter: Parameters<typeof log.events>[0]) =>
      (await log.events(filter, 10)).map(({ key, tickets }) => [key, tickets]);
    expect(await found({ ticket: 'A-1' })).toEqual([['k:1', ['A-1']]]);
    expect(await found({ about: 'lock' })).toEqual([['f', []]]);
    expect(await query(url, 'select * from events order by seq')).toMatchObject(before);
    expect(await log.release('k')).toMatchObject({ ticket: 'A-1', tickets: ['A-1'] });

    const several = { releaseKey: 's', ticket: 'B-1', tickets: ['B-1', 'B-2', 'C-3'] };
    await log.record([
      releaseRow(1, several),
      releaseRow(1, { releaseKey: 'n', ticket: 'REL-1', tickets: [] }),
    ]);
    for (const ticket of several.tickets) expect(await found({ ticket })).toEqual([['s:1', several.tickets]]);
    expect(await found({ ticket: 'REL-1' })).toEqual([['n:1', []]]);
    expect(await log.release('s')).toMatchObject({ tickets: several.tickets });
    const everything = { from: 0, to: ten * 2, components: [] };
    const living = async (words: string) =>
      (await log.living({ ...everything, words }, 10)).releases.map(({ releaseKey }) => releaseKey);
    expect(await living('C-3')).toEqual(['s']);
    expect(await living('refunds')).toEqual(['k']);
    expect(await log.highestNumber('REL')).toBe(1);
    expect(await log.highestNumber('OPS')).toBe(0);
    // An event from before the migration and one from after it belong to one release.
    await log.record([releaseRow(2, { releaseKey: 'k', ticket: 'A-1', type: 'finished' })]);
    expect(await log.release('k')).toMatchObject({ tickets: ['A-1'], endedAs: 'finished' });
  });
});

const everyEnd = [
  null,
  'finished',
  'rolledBack',
  'rejected',
  'cancelled',
  'expired',
  'ticketUnknown',
  'terminated',
  'unlocked',
];

const byKey = (releases: readonly ProjectedRelease[]) =>
  releases.toSorted((a, b) => (a.releaseKey < b.releaseKey ? -1 : 1));
