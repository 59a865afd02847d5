import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Which pipeline caused an event, and which commit went out. Identity tokens of pipelines, each taken once, and the short tokens that they were
 * exchanged for: these have no name of their own, and go when they are over. The version before needs none of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events add column pipeline jsonb`.execute(db);
  await sql`alter table releases add column commit jsonb`.execute(db);
  await sql`alter table tokens add column pipeline jsonb`.execute(db);
  await sql`drop index tokens_name`.execute(db);
  await sql`
    create unique index tokens_name on tokens (name) where revoked_at is null and pipeline is null`.execute(
    db,
  );
  await sql`create index tokens_short on tokens (expires_at) where pipeline is not null`.execute(db);
  await sql`
    create table used_identities (
      id text primary key,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, delete on used_identities to dobrobot_log;
        grant delete, update (expires_at) on tokens to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
