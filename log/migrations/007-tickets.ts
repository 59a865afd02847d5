import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * A release may have several tickets, or none. Old events have null here and belong to the ticket they name, since existing rows do not
 * change. Releases are found by the words of all their tickets.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events add column tickets text[]`.execute(db);
  await sql`
    create index events_tickets on events using gin (tickets) where cardinality(tickets) > 1`.execute(db);
  await sql`alter table releases add column tickets text[] not null default '{}'`.execute(db);
  await sql`update releases set tickets = array[ticket]`.execute(db);
  // A generated column needs immutable functions; `array_to_string` is immutable for texts only.
  await sql`
    create function words_in(texts text[]) returns text language sql immutable parallel safe as $$
      select array_to_string(texts, ' ') $$`.execute(db);
  await sql`alter table releases drop column search`.execute(db);
  await sql`
    alter table releases
      add column search tsvector not null generated always as (to_tsvector('simple',
        left(ticket, 200) || ' ' || left(words_in(tickets), 2500) || ' ' || left(coalesce(title, ''), 2000))) stored`.execute(
    db,
  );
  await sql`create index releases_search on releases using gin (search)`.execute(db);
}
