import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the table of releases did not know of how they stand: that Temporal itself ended one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await endByTemporal(db);
  await goOnAfterEnd(db);
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

/** One that was reset after its end tells something later. */
async function goOnAfterEnd(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function note_going_on() returns trigger language plpgsql security definer
    set search_path from current as $$
      begin
        update releases set ended_at = null, ended_as = null
        where release_key = new.release_key and ended_as in ('terminated', 'unlocked') and ended_at < new.at;
        return null;
      end $$`.execute(db);
  await sql`
    create trigger note_going_on after insert on events for each row
      when (new.about = 'release' and new.type <> 'terminated') execute function note_going_on()`.execute(db);
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
