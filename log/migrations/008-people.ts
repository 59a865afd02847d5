import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Notification preferences, and who was welcomed. Unlike the log, these rows may change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table people (
      user_id text primary key,
      nudges text not null default 'message' check (nudges in ('message', 'none')),
      quiet_from integer check (quiet_from between 0 and 1439),
      quiet_to integer check (quiet_to between 0 and 1439),
      snoozed_until timestamptz,
      follows text[] not null default '{}',
      welcomed_by text,
      check ((quiet_from is null) = (quiet_to is null))
    )`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, update on people to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
