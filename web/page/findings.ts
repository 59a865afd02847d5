import type { BadReading } from '../../domain/log/bad-reading.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import type { TimelineAnswer } from '../wire.ts';

/** The charts that turned bad after a release. */
export type FindingsOf = (release: LoggedRelease) => readonly BadReading[];

export function findingsOf({ findings = [] }: Pick<TimelineAnswer, 'findings'>): FindingsOf {
  const byRelease = new Map<string, BadReading[]>();
  for (const finding of findings) {
    const { releaseKey } = finding;
    byRelease.set(releaseKey, [...(byRelease.get(releaseKey) ?? []), finding]);
  }
  return ({ releaseKey }) => byRelease.get(releaseKey) ?? [];
}
