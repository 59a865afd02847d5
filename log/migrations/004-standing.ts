import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Adds to the table of releases: the stage, and the end of those that Temporal closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await endWithLock(db);
  await endByTemporal(db);
  await keepStages(db);
}

/** A release that Temporal closed ended then. Not if it was reset and has recorded an event since, nor if it has reported another end. */
async function endByTemporal(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_terminated() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        if exists (select from events where release_key = new.release_key and type <> 'terminated' and at > new.at) then
          return null;
        elsif new.facts ->> 'stage' = 'deploying' and new.facts -> 'holds' <> '[]' then
          perform end_with_lock(new.release_key);
        else
          update releases set ended_at = new.at, ended_as = 'terminated'
          where release_key = new.release_key and ended_at is null;
        end if;
        return null;
      end $$`.execute(db);
  // Runs after `keep_releases`: triggers run in the order of their names.
  await sql`
    create trigger note_terminated after insert on events for each row
      when (new.about = 'release' and new.type = 'terminated') execute function note_terminated()`.execute(
    db,
  );
}

/** The stage of a release is that of its last event. A release that was reset after Temporal had closed it goes on with its next event. */
async function keepStages(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add column stage text not null default 'checking',
      add column stage_since timestamptz,
      add column stage_n integer not null default 0`.execute(db);
  await stageByType(db);
  await sql`
    update releases r set (stage, stage_since, stage_n) = (last.stage, last.at, last.n)
    from releases k, lateral (
      select stage_after(e) as stage, e.at, e.n from events e
      where e.release_key = k.release_key and e.about = 'release' and stage_after(e) is not null
      order by e.n desc limit 1) as last
    where k.release_key = r.release_key`.execute(db);
  await sql`
    create function note_standing() returns trigger language plpgsql security definer
    set search_path from current as $$
      declare
        stage_now text := coalesce(new.facts ->> 'stage', stage_after(new));
        since timestamptz := coalesce(to_timestamp((new.facts ->> 'since')::float8 / 1000), new.at);
      begin
        update releases set stage = stage_now, stage_since = since, stage_n = new.n
        where release_key = new.release_key and stage_now is not null and stage_n < new.n;
        update releases set ended_at = null, ended_as = null
        where release_key = new.release_key and ended_as in ('terminated', 'unlocked') and ended_at < new.at;
        if new.type = 'started' then
          perform end_with_lock(new.release_key);
        end if;
        return null;
      end $$`.execute(db);
  await sql`
    create trigger note_standing after insert on events for each row
      when (new.about = 'release' and new.type <> 'terminated') execute function note_standing()`.execute(db);
}

/** The stage after an event, as far as its type tells. For old events, which do not record it themselves. */
async function stageByType(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function stage_after(e events) returns text language sql immutable as $$
      select case e.type
        when 'requested' then 'checking'
        when 'checksUnavailable' then 'checking'
        when 'ticketUnknown' then case when e.title is null then 'cancelled' else 'needs_work' end
        when 'checksFailed' then 'needs_work'
        when 'checksPassed' then 'awaiting_approval'
        when 'rechecked' then 'awaiting_approval'
        when 'lockLost' then case when not (e.facts ->> 'deploying')::boolean then 'awaiting_approval' end
        when 'handedOver' then case when (e.facts ->> 'goodVoided')::boolean then 'awaiting_approval' end
        when 'accepted' then 'queued'
        when 'turnLost' then 'queued'
        when 'turnCame' then case when (e.facts ->> 'adminNeeded')::boolean then 'awaiting_admin' else 'ready' end
        when 'adminFound' then case when (e.facts ->> 'ready')::boolean then 'ready' end
        when 'started' then 'deploying'
        when 'rolledBack' then 'rolled_back'
        when 'finished' then e.type
        when 'rejected' then e.type
        when 'cancelled' then e.type
        when 'expired' then e.type
      end $$`.execute(db);
}

/**
 * A release that was on production with locks when Temporal closed it ends when one of its locks is taken: also if that was before the lock
 * knew of the closing, or before the closing itself, so that the release never learned of it.
 */
async function endWithLock(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function end_with_lock(wanted text) returns void language plpgsql security definer
    set search_path from current as $$
      begin
        update releases r set (ended_at, ended_as) = (
          select greatest(min(u.at), t.at), case when min(u.at) < t.at then 'terminated' else 'unlocked' end
          from events u
          where u.about = 'lock' and u.type = 'unlocked' and u.at >= r.started_at and t.facts -> 'holds' ? u.component
            and u.facts -> 'holders' @> jsonb_build_array(jsonb_build_object('releaseKey', wanted))
          having count(*) > 0)
        from events t
        where r.release_key = wanted and r.ended_at is null and t.release_key = wanted and t.type = 'terminated'
          and not exists (select from events e where e.release_key = wanted and e.at > t.at);
      end $$`.execute(db);
  // Locks the rows: of two rows arriving at once, the second waits for the first and sees it.
  await sql`
    create or replace function note_unlock() returns trigger language plpgsql security definer
    set search_path from current as $$
      declare
        orphans text[] := array(select holder ->> 'releaseKey' from jsonb_array_elements(new.facts -> 'holders') as holder
          where (holder ->> 'orphan')::boolean);
        held text[] := array(select holder ->> 'releaseKey' from jsonb_array_elements(new.facts -> 'holders') as holder);
      begin
        perform from releases where release_key = any(held) order by release_key for update;
        update releases set ended_at = new.at, ended_as = 'unlocked'
        where ended_at is null and release_key = any(orphans);
        perform end_with_lock(holder) from unnest(held) as holder;
        return null;
      end $$`.execute(db);
}
