import { DEFAULT_MIGRATION_LOCK_TABLE, Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely';
import { Pool } from 'pg';
import { surviveBreaks } from './connection.ts';
import { migrations } from './migrations/index.ts';

/** By name, in whose order they run. */
export type Migrations = Readonly<Record<string, Migration>>;

/** The last one of version 0.9.0. */
const lastOf090 = '012-hooks';

/**
 * Where the names of those that ran are kept. Version 0.9.0 refuses a database whose list has a name that it does not know, so later ones
 * stand in another list.
 */
const lists = [
  { table: 'kysely_migration', has: (name: string) => name <= lastOf090 },
  { table: 'later_migration', has: (name: string) => name > lastOf090 },
] as const;
type List = (typeof lists)[number];

/** What a migrator reads before it knows that there is nothing to do, as the user of the address. */
export const migrationTables = [...lists.map(({ table }) => table), DEFAULT_MIGRATION_LOCK_TABLE];

/**
 * Makes the tables, or brings them up to date, as the user of the address. Any number of processes may do so at once: the
 * migrator takes an advisory lock. What a later version has added stays. `upTo` stops at an older state. Throws what the database answers.
 */
export const migrateLog = (url: string, upTo?: string, known: Migrations = migrations): Promise<void> =>
  withDatabase(url, async (db) => {
    const wanted = Object.entries(known).filter(([name]) => upTo === undefined || name <= upTo);
    for (const list of lists) {
      const { error } = await migratorOf(db, list, Object.fromEntries(wanted)).migrateToLatest();
      if (error !== undefined) throw new Error('The tables of the log cannot be made', { cause: error });
    }
  });

/** The names of what the tables lack to be up to date. Throws what the database answers. */
export const pendingMigrations = (url: string): Promise<readonly string[]> =>
  withDatabase(url, async (db) => {
    const found = await Promise.all(lists.map((list) => migratorOf(db, list, migrations).getMigrations()));
    return found.flat().flatMap(({ name, executedAt }) => (executedAt === undefined ? [name] : []));
  });

function migratorOf(db: Kysely<unknown>, { table, has }: List, known: Migrations): Migrator {
  const ours = Object.entries(known).filter(([name]) => has(name));
  const getMigrations = async () => ({ ...(await done(db, table)), ...Object.fromEntries(ours) });
  return new Migrator({ db, provider: { getMigrations }, migrationTableName: table });
}

const nothing: Migration = { up: () => Promise.resolve() };

/** Those that ran here, whichever version had them: a migrator refuses a list with a name that is not among its own. */
async function done(db: Kysely<unknown>, table: string): Promise<Migrations> {
  const { rows: found } = await sql`select where to_regclass(${table}) is not null`.execute(db);
  if (found.length === 0) return {};
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  return Object.fromEntries(rows.map(({ name }) => [name, nothing]));
}

async function withDatabase<T>(url: string, use: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  // The migrator has one, and asks on the other what ran.
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  // What breaks a connection also breaks the query on it, which throws.
  pool.on('error', () => undefined);
  surviveBreaks(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}
