import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LongestWait } from '../domain/messages/digest.ts';
import { instant } from './instant.ts';
import type { LogDatabase } from './schema.ts';

/**
 * The longest wait of the releases that ended on production between two instants (epoch ms), and what it was for; null if none had to wait.
 */
export async function longestWait(
  db: Kysely<LogDatabase>,
  since: number,
  until: number,
): Promise<LongestWait | null> {
  const { rows } = await sql<LongestWait>`
    select ticket, tickets, title, url, requester, waited_for,
      extract(epoch from ended - began)::float8 * 1000 as ms
    from releases, lateral (values
      ('good', announced_at, good_at), ('lock', good_at, turn_at), ('admin', admin_called_at, admin_found_at)
    ) as wait (waited_for, began, ended)
    where started_at is not null and ended_as in ('finished', 'rolledBack')
      and ended_at between ${instant(since)} and ${instant(until)} and ended > began
    order by ms desc limit 1`.execute(db);
  return rows[0] ?? null;
}
