import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { createReleases } from './releases-table.ts';

/** The append-only table of events, and the table of releases derived from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createEvents(db);
  await refuseChanges(db);
  await createReleases(db);
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table events (
      seq bigint generated always as identity,
      key text primary key,
      at timestamptz not null,
      about text not null check (about in ('release', 'lock', 'incident')),
      type text not null,
      release_key text,
      n integer,
      ticket text,
      title text,
      url text,
      wiki_link text,
      requester text,
      actor text,
      via text,
      components text[] not null,
      component text,
      token bigint,
      facts jsonb not null,
      search tsvector not null generated always as (to_tsvector('simple',
        left(coalesce(ticket, ''), 200) || ' ' || left(coalesce(title, ''), 2000) || ' ' ||
        left(coalesce(facts ->> 'reason', ''), 4000))) stored,
      check ((about = 'release') = (release_key is not null and n is not null and ticket is not null))
    )`.execute(db);
  await sql`create unique index events_seq on events (seq)`.execute(db);
  await sql`create index events_at on events (at desc, seq desc)`.execute(db);
  await sql`create index events_ticket on events (ticket, at desc)`.execute(db);
  await sql`create index events_release on events (release_key, n)`.execute(db);
  await sql`create index events_components on events using gin (components)`.execute(db);
  await sql`create index events_search on events using gin (search)`.execute(db);
  await sql`create index events_rare on events (at desc) where about <> 'release'`.execute(db);
}

/** Applies to everyone, even the owner of the table: what happened does not change. */
async function refuseChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name
          using errcode = 'insufficient_privilege';
      end $$`.execute(db);
  await sql`
    create trigger append_only before update or delete or truncate on events
      for each statement execute function refuse_change()`.execute(db);
  await sql`alter table events enable always trigger append_only`.execute(db);
}
