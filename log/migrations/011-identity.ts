import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The pipeline that caused an event, and the commit that was released. The identity tokens of
 * pipelines, each accepted once, and the short-lived tokens they were exchanged for, which have
 * no unique name and are deleted after they expire. The previous version needs none of it.
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
  // The log role can neither delete other tokens nor extend them.
  await sql`
    create function forget_identities() returns void language sql security definer set search_path from current as $$
      delete from tokens where id in (select id from tokens
        where pipeline is not null and expires_at < now() - interval '1 hour' for update skip locked);
      delete from used_identities where id in (select id from used_identities
        where expires_at < now() - interval '1 hour' for update skip locked) $$`.execute(db);
  await sql`
    create function note_use(used uuid) returns void language sql security definer set search_path from current as $$
      update tokens set last_used_at = now(), expires_at = case when pipeline is null then expires_at
        else least(created_at + interval '6 hours', now() + interval '15 minutes') end
      where id = used and expires_at > now() $$`.execute(db);
  // Names `pg_temp` last: otherwise PostgreSQL searches the caller's temporary tables first, which could replace ours.
  await sql`
    do $$
      begin
        execute format('alter function forget_identities() set search_path = %I, pg_temp', current_schema());
        execute format('alter function note_use(uuid) set search_path = %I, pg_temp', current_schema());
      end $$`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert on used_identities to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
