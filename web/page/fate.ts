import type { LoggedRelease } from '../../domain/log/logged-release.ts';

/** What became of a release, as its bar shows it. */
export const fates = ['waiting', 'onProduction', 'finished', 'rolledBack', 'rejected', 'cancelled'] as const;
export type Fate = (typeof fates)[number];

/** Other ends than the named ones count as cancelled: the release expired, or its workflow was terminated. */
export function fateOf({ startedAt, endedAt, endedAs }: LoggedRelease): Fate {
  if (endedAt === null) return startedAt === null ? 'waiting' : 'onProduction';
  return endedAs === 'finished' || endedAs === 'rolledBack' || endedAs === 'rejected' ? endedAs : 'cancelled';
}
