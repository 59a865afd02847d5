import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Finds the rare events about charts among all events since some moment; `blame` asks for those since long ago, too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index events_findings on events (at desc) where type in ('watchBad', 'watchNotOurs')`.execute(db);
}
