import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Whether weekends are quiet for a user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table people add column quiet_weekends boolean not null default false`.execute(db);
}
