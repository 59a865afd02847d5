import type { ProjectedRelease } from '../../domain/log/projection.ts';
import { connectLog } from '../../log/connection.ts';
import { releaseColumns, releaseOf } from '../../log/release-rows.ts';

/** All releases as the table has them, whatever version its tables are of, by their keys. */
export async function projectedReleases(url: string): Promise<readonly ProjectedRelease[]> {
  const db = connectLog(url, { onError: () => undefined });
  const columns = [...releaseColumns, 'adminCalledAt', 'adminFoundAt'] as const;
  const rows = await db.selectFrom('releases').select(columns).execute();
  await db.destroy();
  return rows
    .map(({ adminCalledAt, adminFoundAt, ...row }) => ({
      ...releaseOf(row),
      adminCalledAt: adminCalledAt?.getTime() ?? null,
      adminFoundAt: adminFoundAt?.getTime() ?? null,
    }))
    .sort((a, b) => (a.releaseKey < b.releaseKey ? -1 : 1));
}
