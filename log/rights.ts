import type { LackingRight, Protection } from '../domain/log/lacking-right.ts';
import { Client } from 'pg';
import { logRole, takeRole } from './connection.ts';
import { migrationTables } from './migrate.ts';
import type { LogDatabase } from './schema.ts';

const patienceMs = 10_000;

type Right = 'select' | 'insert' | 'update' | 'delete';

/** The rights that connections need on each table. The lists name columns; empty: the whole table. */
export const tableRights: Readonly<
  Record<keyof LogDatabase, Readonly<Partial<Record<Right, readonly string[]>>>>
> = {
  events: { select: [], insert: [] },
  releases: { select: [], insert: [], update: [] },
  cards: { select: [], insert: [], update: [] },
  people: { select: [], insert: [], update: [] },
  tokens: { select: [], insert: [], update: ['last_used_at', 'revoked_at'] },
  usedIdentities: { select: [], insert: [] },
  hookDeliveries: { select: [], insert: [] },
  copies: { select: [], insert: [], update: [], delete: [] },
};

/** The functions that connections call. */
const functions = ['forget_identities()', 'note_use(uuid)'];

/** What the database user may do. Names are quoted as in SQL. */
export interface LogRights {
  readonly user: string;
  /** The role that connections assume, or the user itself if there is no append-only role. */
  readonly role: string;
  /** The schema of the tables; null if the role may use no schema of its search path. */
  readonly schema: string | null;
  readonly searchPath: string;
  /** Nothing can be written: the server is a replica, or set to read-only. */
  readonly readOnly: boolean;
  readonly lacking: readonly LackingRight[];
  /** The owners of tables that the user cannot migrate; null if it can migrate all. */
  readonly othersTables: string | null;
  readonly mayMakeTables: boolean;
  /** Null if there is no log yet. */
  readonly protection: Protection | null;
  /** Whether the append-only role may change what is written. */
  readonly roleMayChange: boolean;
}

/** Looks up the rights of the user in `url`, with the role that connections assume. Changes nothing. Throws the database's errors. */
export async function logRights(url: string): Promise<LogRights> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    statement_timeout: patienceMs,
    query_timeout: patienceMs + 1_000,
  });
  // A broken connection also fails the query on it, which throws.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(takeRole);
    const { rows } = await client.query<Omit<LogRights, 'lacking'>>(standing, [
      [...new Set(wanted.map(({ table }) => table))],
    ]);
    const { rows: lacking } = await client.query<LackingRight>(lackingRights, [
      JSON.stringify(wanted),
      functions,
      migrationTables,
    ]);
    const [found] = rows;
    if (found === undefined) throw new Error('The database does not tell who we are');
    return { ...found, lacking };
  } finally {
    await client.end();
  }
}

const wanted = Object.entries(tableRights).flatMap(([name, rights]) =>
  Object.entries(rights).map(([right, columns]) => ({ table: inSql(name), right, columns })),
);

/** Converts a name as `CamelCasePlugin` does. */
function inSql(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Matches a row of `pg_trigger` that fires before every update, delete and truncate statement, for any columns and without a condition, and
 * whose function does nothing but raise an exception.
 */
const refusesAll = `tgtype & 63 = 58 and tgqual is null and tgattr::text = ''
  and (select prosrc like '%raise exception%' and prosrc not like '%return%' from pg_proc where oid = tgfoid)`;

const standing = `
  select quote_ident(session_user) as "user", quote_ident(current_user) as role,
    quote_ident(current_schema()) as schema, current_setting('search_path') as "searchPath",
    current_setting('transaction_read_only')::boolean as "readOnly",
    (select string_agg(distinct relowner::regrole::text, ', ') from pg_class
      where oid in (select to_regclass(name) from unnest($1::text[]) as name)
        and not pg_has_role(session_user, relowner, 'usage')) as "othersTables",
    coalesce(has_schema_privilege(session_user, current_schema(), 'create'), false) as "mayMakeTables",
    case when to_regclass('events') is not null then coalesce(
      (select case tgenabled when 'A' then 'on' when 'D' then 'off' else 'weak' end from pg_trigger
        where tgrelid = to_regclass('events') and tgname = 'append_only' and ${refusesAll}), 'gone')
      end as protection,
    current_user = '${logRole}' and to_regclass('events') is not null
      and has_table_privilege(to_regclass('events'), 'update, delete, truncate') as "roleMayChange"`;

/** Tables that do not exist yet are ignored: the user will own them, with all rights. */
const lackingRights = `
  select "right" || case when cardinality(columns) = 0 then '' else ' (' || array_to_string(columns, ', ') || ')' end as what,
    "table" as on, quote_ident(current_user) as to
  from json_to_recordset($1) as w("table" text, "right" text, columns text[])
  where to_regclass("table") is not null and not case when cardinality(columns) = 0
    then has_table_privilege(to_regclass("table"), "right")
    else (select bool_and(has_column_privilege(to_regclass("table"), one, "right")) from unnest(columns) as one) end
  union all
  select 'execute', 'function ' || name, quote_ident(current_user) from unnest($2::text[]) as name
  where not has_function_privilege(to_regprocedure(name), 'execute')
  union all
  select 'select', name, quote_ident(session_user) from unnest($3::text[]) as name
  where not has_table_privilege(session_user, to_regclass(name), 'select')`;
