import type { LoggedRelease } from '../../domain/log/logged-release.ts';

/** What became of a release, as its bar shows it. */
export const fates = ['waiting', 'onProduction', 'finished', 'rolledBack', 'rejected', 'cancelled'] as const;
export type Fate = (typeof fates)[number];

/** All that ended in any other way than the named ones counts as cancelled: it expired, or was broken off. */
export function fateOf({ startedAt, endedAt, endedAs }: LoggedRelease): Fate {
  if (endedAt === null) return startedAt === null ? 'waiting' : 'onProduction';
  return endedAs === 'finished' || endedAs === 'rolledBack' || endedAs === 'rejected' ? endedAs : 'cancelled';
}
