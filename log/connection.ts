import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { LogDatabase } from './schema.ts';

/** Parses `int8` to numbers: fencing tokens are about as large as epoch ms, far below the limit of safe integers. */
const numbers = new TypeOverrides();
numbers.setTypeParser(types.builtins.INT8, Number);

const patienceMs = 10_000;

export interface ConnectionOptions {
  /** Called for errors of idle connections, as when the server goes away. The next query opens a new one. */
  readonly onError: (error: Error) => void;
}

/** Connections that may only append to the log and read it. The tables must exist. */
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

/**
 * Listens to errors of checked-out connections: a connection that breaks between
 * two queries would otherwise end the process. The next query on it throws.
 */
export function surviveBreaks(pool: Pool): void {
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}

/** The role that may only append to the log and read it. */
export const logRole = 'dobrobot_log';

/** Does nothing unless the role exists and this user is a member. */
export const takeRole = `
  select set_config('role', '${logRole}', false) from pg_roles
  where rolname = '${logRole}' and pg_has_role(current_user, oid, 'member')`;
