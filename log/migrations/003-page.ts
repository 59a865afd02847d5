import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the web page searches by: the time in which releases lived, and words; and the links to their cards. Also removes false ends. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await goOnWithoutTicket(db);
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

/**
 * A ticket that its tracker once knew and then lost sends its release back to the requester and does not end it. Only where no tracker ever
 * knew the ticket does the release end; such rows have no title. An end that the release itself reported stays.
 */
async function goOnWithoutTicket(db: Kysely<unknown>): Promise<void> {
  const endAsTold = sql`
    update releases r set (ended_at, ended_as) = (
      select e.at, e.type from events e where e.release_key = r.release_key
        and e.type in ('finished', 'rolledBack', 'rejected', 'cancelled', 'expired') order by e.n desc limit 1)
    where r.ended_as = 'ticketUnknown'`;
  await sql`
    create function note_lost_ticket() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        ${endAsTold} and r.release_key = new.release_key;
        return null;
      end $$`.execute(db);
  // Runs after `keep_releases`: triggers run in the order of their names.
  await sql`
    create trigger reopen_releases after insert on events for each row
      when (new.about = 'release' and new.type = 'ticketUnknown' and new.title is not null)
      execute function note_lost_ticket()`.execute(db);
  await sql`
    ${endAsTold} and exists (select from events e where e.release_key = r.release_key
      and e.type = 'ticketUnknown' and e.title is not null)`.execute(db);
}
