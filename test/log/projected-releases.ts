import type { Selectable } from 'kysely';
import type { ProjectedRelease } from '../../domain/log/projection.ts';
import { connectLog } from '../../log/connection.ts';
import type { ReleasesTable } from '../../log/schema.ts';
import type { Commit } from '../../domain/log/commit.ts';
import { releaseColumns, releaseOf } from '../../log/release-rows.ts';

/** All rows of `releases`, sorted by key, whatever the version of the tables. */
export async function projectedReleases(url: string): Promise<readonly ProjectedRelease[]> {
  const db = connectLog(url, { onError: () => undefined });
  const rows = await db.selectFrom('releases').selectAll().execute();
  await db.destroy();
  return rows
    .map(({ adminCalledAt, adminFoundAt, ...all }) => ({
      ...releaseOf(knownOf(all)),
      adminCalledAt: adminCalledAt?.getTime() ?? null,
      adminFoundAt: adminFoundAt?.getTime() ?? null,
    }))
    .sort((a, b) => (a.releaseKey < b.releaseKey ? -1 : 1));
}

type Older = Omit<Selectable<ReleasesTable>, 'adminCalledAt' | 'adminFoundAt' | 'tickets' | 'commit'> & {
  readonly tickets?: string[];
  readonly commit?: Commit | null;
};

/**
 * Drops the columns that only serve searches or existed only in some versions. Before 007 a release had a single ticket; before 011, no
 * commit.
 */
function knownOf({ tickets, commit = null, ...all }: Older) {
  const row = { ...all, commit, tickets: tickets ?? [all.ticket] };
  return Object.fromEntries(releaseColumns.map((name) => [name, row[name]])) as Parameters<
    typeof releaseOf
  >[0];
}
