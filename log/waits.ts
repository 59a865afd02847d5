import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LogDatabase } from './schema.ts';

/** The completed waits of releases: their number and total duration. */
export interface Waited {
  readonly waitedFor: 'good' | 'lock' | 'admin';
  readonly count: number;
  readonly seconds: number;
}

/** Totals of all releases in the log. Throws the database's errors. */
export async function waits(db: Kysely<LogDatabase>): Promise<readonly Waited[]> {
  const { rows } = await sql<Waited>`
    select waited_for, count(*)::int as count, coalesce(sum(extract(epoch from ended - began)), 0)::float8 as seconds
    from releases, lateral (values
      ('good', announced_at, good_at), ('lock', good_at, turn_at), ('admin', admin_called_at, admin_found_at)
    ) as wait (waited_for, began, ended)
    where ended >= began group by waited_for`.execute(db);
  return rows;
}
