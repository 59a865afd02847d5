import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LastFinished } from '../domain/messages/question-answer.ts';
import type { LogDatabase } from './schema.ts';

type Row = Omit<LastFinished, 'endedAt'> & { readonly endedAt: Date };

/** The last finished release of each component, in the order given. Components without one are left out. */
export async function lastFinished(
  db: Kysely<LogDatabase>,
  components: readonly string[],
): Promise<readonly LastFinished[]> {
  const { rows } = await sql<Row>`
    select wanted.name as component, last.* from unnest(${[...components]}::text[]) with ordinality as wanted (name, place)
    cross join lateral (
      select release_key, ticket, tickets, title, url, requester, ended_at from releases
      where components @> array[wanted.name] and ended_as = 'finished'
      order by ended_at desc limit 1) as last
    order by wanted.place`.execute(db);
  return rows.map((row) => ({ ...row, endedAt: row.endedAt.getTime() }));
}
