import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Which command caused an event, and where it was given. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table events
      add column command_id text,
      add column channel text,
      add column said_at double precision`.execute(db);
}
