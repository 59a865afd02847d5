import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Moves the projection into the process that writes events (`log/record.ts`);
 * until now triggers did it. Existing rows stay as the triggers left them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const trigger of [
    'keep_releases',
    'end_orphans',
    'reopen_releases',
    'note_terminated',
    'note_standing',
  ]) {
    await sql`drop trigger ${sql.ref(trigger)} on events`.execute(db);
  }
  for (const name of [
    'note_release_event',
    'note_unlock',
    'note_lost_ticket',
    'note_terminated',
    'note_standing',
  ]) {
    await sql`drop function ${sql.ref(name)}()`.execute(db);
  }
  await sql`drop function end_with_lock(text)`.execute(db);
  await sql`drop function stage_after(events)`.execute(db);
  await sql`alter table releases drop column last_n, drop column last_type, drop column stage_n`.execute(db);
  // Finds the holders of a lock that was taken.
  await sql`
    create index events_holders on events using gin (jsonb_path_query_array(facts, '$.holders[*].releaseKey'))
      where about = 'lock' and type = 'unlocked'`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, update on releases to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
