import { DatabaseError } from 'pg';
import { reasonOf } from '../domain/reason-of.ts';
import { pendingMigrations } from '../log/migrate.ts';
import { logRights } from '../log/rights.ts';
import type { LogRights } from '../log/rights.ts';
import { databaseWords } from '../texts/doctor-database.ts';
import { ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Checks the database of the release log at `url`; null: there is none. Changes nothing in it. */
export async function diagnoseDatabase(url: string | null): Promise<readonly Diagnosis[]> {
  if (url === null) return [unknown('database', databaseWords.none)];
  try {
    const rights = await logRights(url);
    const pending = await pendingOf(url, rights);
    return [...tablesIn(pending), rightsIn(rights, pending), ...protectionIn(rights)];
  } catch (error) {
    const reason = reasonOf(error);
    return [
      isRefused(error)
        ? wrong('database rights', databaseWords.refused(reason))
        : wrong('database', databaseWords.away(reason)),
    ];
  }
}

/** PostgreSQL's `insufficient_privilege`. */
const isRefused = (error: unknown): boolean => error instanceof DatabaseError && error.code === '42501';

/** The migrations that have not run; null if the user may not read which have. */
async function pendingOf(url: string, { lacking, schema }: LogRights): Promise<readonly string[] | null> {
  if (schema === null) return null;
  try {
    return await pendingMigrations(url);
  } catch (error) {
    if (lacking.length === 0) throw error;
    return null;
  }
}

function tablesIn(pending: readonly string[] | null): readonly Diagnosis[] {
  if (pending === null) return [];
  return [
    pending.length === 0
      ? ok('database', databaseWords.upToDate)
      : wrong('database', databaseWords.oldTables(pending)),
  ];
}

function rightsIn(rights: LogRights, pending: readonly string[] | null): Diagnosis {
  const mistake = mistakeIn(rights, pending);
  return mistake === null
    ? ok('database rights', databaseWords.rights(rights.user, rights.role))
    : wrong('database rights', mistake);
}

function mistakeIn(rights: LogRights, pending: readonly string[] | null): string | null {
  const { user, role, schema, searchPath, lacking, othersTables } = rights;
  if (schema === null) return databaseWords.noSchema(role, searchPath);
  if (rights.readOnly) return databaseWords.readOnly(user);
  if (lacking.length > 0) return databaseWords.mayNot(user, lacking);
  if (pending !== null && pending.length > 0) {
    if (othersTables !== null) return databaseWords.othersTables(user, othersTables);
    if (!rights.mayMakeTables) return databaseWords.mayNotMake(user, schema);
  }
  return rights.roleMayChange ? databaseWords.roleMayChange(role) : null;
}

function protectionIn({ protection }: LogRights): readonly Diagnosis[] {
  if (protection === null) return [];
  return [
    protection === 'on'
      ? ok('append-only', databaseWords.protected)
      : wrong('append-only', databaseWords.unprotected(protection)),
  ];
}
