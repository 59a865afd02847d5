import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** One row for each release, maintained by a trigger as events arrive, in any order. `LoggedRelease` says what the columns mean. */
export async function createReleases(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table releases (
      release_key text primary key,
      ticket text not null,
      title text,
      url text,
      wiki_link text,
      requester text,
      admin text,
      components text[] not null,
      last_n integer not null,
      last_type text not null,
      asked_at timestamptz,
      announced_at timestamptz,
      good_at timestamptz,
      turn_at timestamptz,
      admin_called_at timestamptz,
      admin_found_at timestamptz,
      started_at timestamptz,
      ended_at timestamptz,
      ended_as text,
      overridden_at timestamptz,
      override_reason text,
      nudges integer not null,
      on_production tstzrange generated always as (case when started_at is not null then
        tstzrange(started_at, case when ended_at is not null then greatest(started_at, ended_at) end, '[]') end) stored
    )`.execute(db);
  await sql`create index releases_on_production on releases using gist (on_production)`.execute(db);
  await sql`create index releases_asked on releases (asked_at desc)`.execute(db);
  await sql`create index releases_ended on releases (ended_at desc)`.execute(db);
  await sql`create index releases_ticket on releases (ticket, asked_at desc)`.execute(db);
  await sql`create index releases_components on releases using gin (components)`.execute(db);
  await noteEvents(db);
  await noteUnlocks(db);
  await sql`
    create trigger keep_releases after insert on events
      for each row when (new.about = 'release') execute function note_release_event()`.execute(db);
  await sql`
    create trigger end_orphans after insert on events
      for each row when (new.about = 'lock' and new.type = 'unlocked') execute function note_unlock()`.execute(
    db,
  );
}

/** `least` and `greatest` ignore nulls, so an event of another type leaves a timestamp as it was. */
async function noteEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_release_event() returns trigger language plpgsql security definer
    set search_path from current as $$
      declare
        ends constant text[] := array['finished', 'rolledBack', 'rejected', 'cancelled', 'expired', 'ticketUnknown'];
        ended timestamptz := case when new.type = any(ends) then new.at end;
      begin
        insert into releases as r (release_key, ticket, title, url, wiki_link, requester, admin, components, last_n,
          last_type, asked_at, announced_at, good_at, turn_at, admin_called_at, admin_found_at, started_at, ended_at,
          ended_as, overridden_at, override_reason, nudges)
        values (new.release_key, new.ticket, new.title, new.url, new.wiki_link, new.requester,
          case when new.type = 'adminFound' then new.actor end, new.components, new.n, new.type, new.at,
          case when new.type = 'checksPassed' then new.at end,
          case when new.type = 'accepted' then new.at end,
          case when new.type = 'turnCame' then new.at end,
          case when new.type = 'turnCame' and (new.facts ->> 'adminNeeded')::boolean then new.at end,
          case when new.type = 'adminFound' and (new.facts ->> 'ready')::boolean then new.at end,
          case when new.type = 'started' then new.at end,
          ended, case when ended is not null then new.type end,
          case when new.type = 'overridden' then new.at end,
          case when new.type = 'overridden' then new.facts ->> 'reason' end,
          case when new.type in ('nudged', 'escalated') then 1 else 0 end)
        on conflict (release_key) do update set
          title = case when new.n > r.last_n then excluded.title else r.title end,
          url = case when new.n > r.last_n then excluded.url else r.url end,
          wiki_link = case when new.n > r.last_n then excluded.wiki_link else r.wiki_link end,
          requester = case when new.n > r.last_n then excluded.requester else r.requester end,
          components = case when new.n > r.last_n then excluded.components else r.components end,
          last_type = case when new.n > r.last_n then excluded.last_type else r.last_type end,
          last_n = greatest(r.last_n, excluded.last_n),
          admin = coalesce(excluded.admin, r.admin),
          asked_at = least(r.asked_at, excluded.asked_at),
          announced_at = least(r.announced_at, excluded.announced_at),
          good_at = greatest(r.good_at, excluded.good_at),
          turn_at = greatest(r.turn_at, excluded.turn_at),
          admin_called_at = greatest(r.admin_called_at, excluded.admin_called_at),
          admin_found_at = greatest(r.admin_found_at, excluded.admin_found_at),
          started_at = least(r.started_at, excluded.started_at),
          ended_at = coalesce(excluded.ended_at, r.ended_at),
          ended_as = coalesce(excluded.ended_as, r.ended_as),
          overridden_at = greatest(r.overridden_at, excluded.overridden_at),
          override_reason = coalesce(excluded.override_reason, r.override_reason),
          nudges = r.nudges + excluded.nudges;
        return null;
      end $$`.execute(db);
}

/** A release that Temporal closed on production reported no end. It ends when its lock is taken. */
async function noteUnlocks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_unlock() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        update releases set ended_at = new.at, ended_as = 'unlocked'
        where ended_at is null and release_key in (
          select holder ->> 'releaseKey' from jsonb_array_elements(new.facts -> 'holders') as holder
          where (holder ->> 'orphan')::boolean);
        return null;
      end $$`.execute(db);
}
