import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import { between } from './instant.ts';
import { releaseColumns, releaseOf } from './release-rows.ts';
import { searchQuery } from './search-words.ts';
import type { LogDatabase } from './schema.ts';

/** Which releases are wanted. */
export interface LivingFilter {
  /** Those that were open at some time between two instants, epoch ms, both included. */
  readonly from: number;
  readonly to: number;
  /** Those that touch one of them; none: all. */
  readonly components: readonly string[];
  /** Words of ticket, title or a reason, as somebody types them into a search field; empty: all. */
  readonly words: string;
}

/** The last to be asked for first, as many as `limit`; and how many more there are. */
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
