import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import { between } from './instant.ts';
import { releaseColumns, releaseOf } from './release-rows.ts';
import { searchQuery } from './search-words.ts';
import type { LogDatabase } from './schema.ts';

/** The releases to find. */
export interface LivingFilter {
  /** Open at some time between two instants, epoch ms, both included. */
  readonly from: number;
  readonly to: number;
  /** Touching at least one of these components; empty: all. */
  readonly components: readonly string[];
  /** Words of ticket, title or a reason, as typed into a search field; empty: all. */
  readonly words: string;
}

/** The releases requested last, at most `limit`, and the number of further ones. */
export async function living(
  db: Kysely<LogDatabase>,
  filter: LivingFilter,
  limit: number,
): Promise<{ readonly releases: readonly LoggedRelease[]; readonly more: number }> {
  const wanted = matching(db, filter);
  const [rows, { found }] = await Promise.all([
    wanted.select(releaseColumns).orderBy('askedAt', 'desc').orderBy('releaseKey').limit(limit).execute(),
    wanted.select(({ fn }) => fn.countAll<number>().as('found')).executeTakeFirstOrThrow(),
  ]);
  return { releases: rows.map(releaseOf), more: Math.max(0, found - rows.length) };
}

function matching(db: Kysely<LogDatabase>, { from, to, components, words }: LivingFilter) {
  const query = searchQuery(words);
  return db
    .selectFrom('releases')
    .where(sql<boolean>`life && ${between(from, to)}`)
    .$if(components.length > 0, (releases) =>
      releases.where(sql<boolean>`components && ${[...components]}::text[]`),
    )
    .$if(words !== '', (releases) =>
      releases.where(sql<boolean>`release_key = any(array(
        select release_key from releases where search @@ ${query}
        union
        select release_key from events
        where search @@ ${query} and about = 'release' and facts ->> 'reason' is not null))`),
    );
}
