import { pendingMigrations } from '../log/migrate.ts';
import { doctorWords } from '../texts/doctor.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { Finding } from './finding.ts';

/** The database of the release log, at `url`; null: there is none. Changes nothing in it. */
export async function lookAtDatabase(url: string | null): Promise<Finding> {
  if (url === null) return unknown('database', doctorWords.noDatabase);
  try {
    const pending = await pendingMigrations(url);
    return pending.length === 0
      ? ok('database', doctorWords.database)
      : wrong('database', doctorWords.oldTables(pending));
  } catch (error) {
    return wrong('database', `${reasonOf(error)}. DATABASE_URL has to name its PostgreSQL`);
  }
}
