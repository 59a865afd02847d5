import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The latest copies of what was read from other servers, such as calendars. All
 * workers use the same copy, even one that starts while the other server is down.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table copies (
      source text primary key,
      content text not null,
      version text not null,
      etag text,
      modified text,
      read_at timestamptz not null
    )`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, update, delete on copies to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
