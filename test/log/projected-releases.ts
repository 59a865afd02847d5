import type { Selectable } from 'kysely';
import type { ProjectedRelease } from '../../domain/log/projection.ts';
import { connectLog } from '../../log/connection.ts';
import type { ReleasesTable } from '../../log/schema.ts';
import type { Commit } from '../../domain/log/commit.ts';
import { releaseColumns, releaseOf } from '../../log/release-rows.ts';

/** All releases as the table has them, whatever version its tables are of, by their keys. */
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

/** What only finds them, or was only there until some version, is left out; a ticket was all that a release had before 007, and its commit was not known before 011. */
function knownOf({ tickets, commit = null, ...all }: Older) {
  const row = { ...all, commit, tickets: tickets ?? [all.ticket] };
  return Object.fromEntries(releaseColumns.map((name) => [name, row[name]])) as Parameters<
    typeof releaseOf
  >[0];
}
