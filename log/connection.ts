import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { LogDatabase } from './schema.ts';

/** Fencing tokens are about as large as an instant in ms, far from where numbers lose digits. */
const numbers = new TypeOverrides();
numbers.setTypeParser(types.builtins.INT8, Number);

const patienceMs = 10_000;

export interface ConnectionOptions {
  /** Of connections that nobody uses at the moment: the server went away. The next query opens another. */
  readonly onError: (error: Error) => void;
}

/** Connections that may only add to the log and read it. The tables have to be there. */
export function connectLog(url: string, { onError }: ConnectionOptions): Kysely<LogDatabase> {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: patienceMs,
    statement_timeout: patienceMs,
    query_timeout: patienceMs + 1_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'dobrobot',
    types: numbers,
  });
  pool.on('error', onError);
  surviveBreaks(pool);
  return new Kysely<LogDatabase>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(takeRole));
      },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** A connection that breaks in somebody's hands, between two queries, would end the process if nobody listened; the next query on it throws. */
export function surviveBreaks(pool: Pool): void {
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}

/** May only add to the log and read it. */
export const logRole = 'dobrobot_log';

/** Only where there is the role and this user may have it. */
export const takeRole = `
  select set_config('role', '${logRole}', false) from pg_roles
  where rolname = '${logRole}' and pg_has_role(current_user, oid, 'member')`;
