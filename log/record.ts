import { sql } from 'kysely';
import type { Insertable, Kysely, Transaction } from 'kysely';
import { iso } from '../domain/iso.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { project, releasesIn } from '../domain/log/projection.ts';
import type { ProjectedRelease } from '../domain/log/projection.ts';
import { asStored, columnsOf } from './columns.ts';
import { eventColumns, eventOf } from './event-rows.ts';
import { releaseColumns } from './release-rows.ts';
import type { LogDatabase, ReleasesTable } from './schema.ts';

/**
 * Writes events, and the rows of their releases as projected from all their events, in one transaction. Events that are already in the log
 * count too, so that a row in `releases` that is behind catches up.
 */
export async function recordRows(db: Kysely<LogDatabase>, given: readonly EventRow[]): Promise<void> {
  const rows = given.map(asStored);
  const keys = releasesIn(rows);
  await db.transaction().execute(async (transaction) => {
    await lock(transaction, keys);
    await writeReleases(transaction, project(await writeEvents(transaction, rows, keys)));
  });
}

/**
 * Serializes writers of the same releases. Locks are taken in one order, to avoid deadlock. Advisory, since a release may have no row yet;
 * with a timeout, so that a dead client does not keep them.
 */
const lock = (db: Transaction<LogDatabase>, keys: readonly string[]) =>
  sql`select set_config('idle_in_transaction_session_timeout', '10s', true), count(pg_advisory_xact_lock(id)) from
    (select distinct hashtextextended(key, 0) as id from unnest(${[...keys]}::text[]) as key order by id) as ids`.execute(
    db,
  );

/** Returns all events that the log now has of these releases. */
async function writeEvents(
  db: Transaction<LogDatabase>,
  rows: readonly EventRow[],
  keys: readonly string[],
): Promise<readonly EventRow[]> {
  // Sees the table as it was before the insertion in the same statement.
  const events = db.selectFrom('events').select(eventColumns);
  const held = sql<boolean>`about = 'lock' and type = 'unlocked' and
    jsonb_path_query_array(facts, '$.holders[*].releaseKey') ?| ${[...keys]}::text[]`;
  const found = await db
    .with('added', (with_) =>
      with_
        .insertInto('events')
        .values(rows.map(columnsOf))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning(eventColumns),
    )
    .selectFrom('added')
    .select(eventColumns)
    .unionAll(events.where(sql<boolean>`release_key = any(${[...keys]}::text[])`))
    .unionAll(events.where(held))
    .execute();
  return found.map(eventOf);
}

async function writeReleases(
  db: Transaction<LogDatabase>,
  releases: readonly ProjectedRelease[],
): Promise<void> {
  if (releases.length === 0) return;
  await db
    .insertInto('releases')
    .values(releases.map(columnsOfRelease))
    .onConflict((conflict) =>
      conflict
        .column('releaseKey')
        .doUpdateSet((row) => Object.fromEntries(written.map((name) => [name, row.ref(`excluded.${name}`)]))),
    )
    .execute();
}

const written = [...releaseColumns, 'adminCalledAt', 'adminFoundAt'] as const;

const time = (at: number | null): string | null => (at === null ? null : iso(at));

const columnsOfRelease = (release: ProjectedRelease): Insertable<ReleasesTable> => ({
  ...release,
  commit: release.commit && JSON.stringify(release.commit),
  components: [...release.components],
  tickets: [...release.tickets],
  stageSince: time(release.stageSince),
  askedAt: time(release.askedAt),
  announcedAt: time(release.announcedAt),
  goodAt: time(release.goodAt),
  turnAt: time(release.turnAt),
  adminCalledAt: time(release.adminCalledAt),
  adminFoundAt: time(release.adminFoundAt),
  startedAt: time(release.startedAt),
  endedAt: time(release.endedAt),
  overriddenAt: time(release.overriddenAt),
});
