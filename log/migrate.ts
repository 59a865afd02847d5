import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { surviveBreaks } from './connection.ts';
import { migrations } from './migrations/index.ts';

/**
 * Makes the tables, or brings them up to date, as the user of the address. Any number of processes may do so at once: the
 * migrator takes an advisory lock. `upTo` stops at an older state of them. Throws what the database answers.
 */
export const migrateLog = (url: string, upTo?: string): Promise<void> =>
  withMigrator(url, async (migrator) => {
    const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
    if (error !== undefined) throw new Error('The tables of the log cannot be made', { cause: error });
  });

/** The names of what the tables lack to be up to date. Throws what the database answers. */
export const pendingMigrations = (url: string): Promise<readonly string[]> =>
  withMigrator(url, async (migrator) =>
    (await migrator.getMigrations()).flatMap(({ name, executedAt }) =>
      executedAt === undefined ? [name] : [],
    ),
  );

async function withMigrator<T>(url: string, use: (migrator: Migrator) => Promise<T>): Promise<T> {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
  // What breaks a connection also breaks the query on it, which throws.
  pool.on('error', () => undefined);
  surviveBreaks(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
    return await use(new Migrator({ db, provider }));
  } finally {
    await db.destroy();
  }
}
