import { DEFAULT_MIGRATION_LOCK_TABLE, Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely';
import { Pool } from 'pg';
import { surviveBreaks } from './connection.ts';
import { migrations } from './migrations/index.ts';

/** By name. They run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

/** The last migration of version 0.9.0. */
const lastOf090 = '012-hooks';

/**
 * The tables that record which migrations ran. Version 0.9.0 refuses a database whose
 * list contains an unknown name, so later migrations are recorded in a second table.
 */
const lists = [
  { table: 'kysely_migration', has: (name: string) => name <= lastOf090 },
  { table: 'later_migration', has: (name: string) => name > lastOf090 },
] as const;
type List = (typeof lists)[number];

/** The tables that a migrator reads, as the user of the address, to find out that nothing is pending. */
export const migrationTables = [...lists.map(({ table }) => table), DEFAULT_MIGRATION_LOCK_TABLE];

/**
 * Creates the tables or brings them up to date, as the user of the address. Safe to run concurrently: the migrator takes an advisory lock.
 * Keeps what a later version has added. `upTo` stops at an older state. Throws the database's errors.
 */
export const migrateLog = (url: string, upTo?: string, known: Migrations = migrations): Promise<void> =>
  withDatabase(url, async (db) => {
    const wanted = Object.entries(known).filter(([name]) => upTo === undefined || name <= upTo);
    for (const list of lists) {
      const { error } = await migratorOf(db, list, Object.fromEntries(wanted)).migrateToLatest();
      if (error !== undefined) throw new Error('The tables of the log cannot be made', { cause: error });
    }
  });

/** The names of the pending migrations. Throws the database's errors. */
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

/** The migrations that ran here, by whichever version, as no-ops: a migrator refuses a list with names it does not know. */
async function done(db: Kysely<unknown>, table: string): Promise<Migrations> {
  const { rows: found } = await sql`select where to_regclass(${table}) is not null`.execute(db);
  if (found.length === 0) return {};
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  return Object.fromEntries(rows.map(({ name }) => [name, nothing]));
}

async function withDatabase<T>(url: string, use: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  // The migrator holds one connection; the other reads which migrations ran.
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  // A broken connection also fails the query on it, which throws.
  pool.on('error', () => undefined);
  surviveBreaks(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}
