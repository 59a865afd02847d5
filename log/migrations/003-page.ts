import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the web page looks for: releases by the time in which they lived, and by words; and where their cards are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add column life tstzrange generated always as (
        tstzrange(asked_at, case when ended_at is not null then greatest(asked_at, ended_at) end, '[]')) stored,
      add column search tsvector not null generated always as (to_tsvector('simple',
        left(ticket, 200) || ' ' || left(coalesce(title, ''), 2000))) stored`.execute(db);
  await sql`create index releases_life on releases using gist (life)`.execute(db);
  await sql`create index releases_search on releases using gin (search)`.execute(db);
  await sql`
    create index events_reasons on events using gin (search)
      where about = 'release' and facts ->> 'reason' is not null`.execute(db);
  await sql`create table cards (release_key text primary key, link text not null)`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, update on cards to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
