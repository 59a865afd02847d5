import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LogDatabase } from './schema.ts';

/** What releases waited for so far: how many did, and for how long together. */
export interface Waited {
  readonly waitedFor: 'good' | 'lock' | 'admin';
  readonly count: number;
  readonly seconds: number;
}

/** Of all releases of the log. Throws what the database answers. */
export async function waits(db: Kysely<LogDatabase>): Promise<readonly Waited[]> {
  const { rows } = await sql<Waited>`
    select waited_for, count(*)::int as count, coalesce(sum(extract(epoch from ended - began)), 0)::float8 as seconds
    from releases, lateral (values
      ('good', announced_at, good_at), ('lock', good_at, turn_at), ('admin', admin_called_at, admin_found_at)
    ) as wait (waited_for, began, ended)
    where ended >= began group by waited_for`.execute(db);
  return rows;
}
