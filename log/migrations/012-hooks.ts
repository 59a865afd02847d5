import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The release that a delivery to a hook was about, so that a redelivery is about the same one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hook_deliveries (
      hook text not null,
      id text not null,
      ticket text not null,
      at timestamptz not null default now(),
      primary key (hook, id)
    )`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert on hook_deliveries to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
