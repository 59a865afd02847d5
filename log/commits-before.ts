import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Commit } from '../domain/log/commit.ts';
import type { LogDatabase } from './schema.ts';

/**
 * The commit on production before each of these releases, by release key: that of the last finished release of `component`, if the release
 * touches it, else of any of its components. Releases without a known commit are left out.
 */
export async function commitsBefore(
  db: Kysely<LogDatabase>,
  releaseKeys: readonly string[],
  component: string | null,
): Promise<ReadonlyMap<string, Commit>> {
  const { rows } = await sql<{ readonly releaseKey: string; readonly commit: Commit | null }>`
    select release.release_key, earlier.commit from releases as release
    cross join lateral (
      select commit from releases
      where components && case when ${component}::text = any(release.components)
          then array[${component}::text] else release.components end
        and ended_as = 'finished' and started_at < release.started_at
      order by started_at desc limit 1) as earlier
    where release.release_key = any(${[...releaseKeys]}::text[])`.execute(db);
  return new Map(rows.flatMap(({ releaseKey, commit }) => (commit === null ? [] : [[releaseKey, commit]])));
}
