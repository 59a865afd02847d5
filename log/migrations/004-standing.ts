import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the table of releases did not know of how they stand: in which stage, and that Temporal itself ended one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await endByTemporal(db);
  await keepStages(db);
  await endWithLock(db);
}

/**
 * One that Temporal ended has ended then; but one that was on production with locks does when somebody takes one. Not one that was reset
 * and told something since, nor one that told another end.
 */
async function endByTemporal(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_terminated() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        if exists (select from events where release_key = new.release_key and type <> 'terminated' and at > new.at) then
          return null;
        elsif new.facts ->> 'stage' = 'deploying' and new.facts -> 'holds' <> '[]' then
          update releases set (ended_at, ended_as) = (
            select min(at), 'unlocked' from events
            where about = 'lock' and type = 'unlocked' and at >= new.at
              and facts -> 'holders' @> jsonb_build_array(jsonb_build_object('releaseKey', new.release_key))
            having count(*) > 0)
          where release_key = new.release_key and ended_at is null;
        else
          update releases set ended_at = new.at, ended_as = 'terminated'
          where release_key = new.release_key and ended_at is null;
        end if;
        return null;
      end $$`.execute(db);
  // After `keep_releases`, as triggers go by their names.
  await sql`
    create trigger note_terminated after insert on events for each row
      when (new.about = 'release' and new.type = 'terminated') execute function note_terminated()`.execute(
    db,
  );
}

/** The stage of a release is that of its last event. One that was reset after its end and tells something later has not ended. */
async function keepStages(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add column stage text not null default 'checking',
      add column stage_since timestamptz,
      add column stage_n integer not null default 0`.execute(db);
  await stageByType(db);
  await sql`
    update releases r set (stage, stage_since, stage_n) = (stage_after(e), e.at, e.n) from (
      select distinct on (release_key) * from events e
      where about = 'release' and stage_after(e) is not null order by release_key, n desc) as e
    where e.release_key = r.release_key`.execute(db);
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
        return null;
      end $$`.execute(db);
  await sql`
    create trigger note_standing after insert on events for each row
      when (new.about = 'release' and new.type <> 'terminated') execute function note_standing()`.execute(db);
}

/** The stage in which an event left its release, as far as its type tells, for those that do not say it themselves: they were told before. */
async function stageByType(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function stage_after(e events) returns text language sql immutable set search_path from current as $$
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

/** The lock may have been taken before it knew that its holder had ended. */
async function endWithLock(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function note_unlock() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        update releases r set ended_at = new.at, ended_as = 'unlocked'
        where r.ended_at is null and r.release_key in (
          select holder ->> 'releaseKey' from jsonb_array_elements(new.facts -> 'holders') as holder
          where (holder ->> 'orphan')::boolean or exists (
            select from events t where t.release_key = holder ->> 'releaseKey' and t.type = 'terminated' and t.at <= new.at
              and not exists (select from events e where e.release_key = t.release_key and e.type <> 'terminated'
                and e.at > t.at)));
        return null;
      end $$`.execute(db);
}
