import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import type { OpenStage } from '../../domain/stage.ts';

/** What became of a release, as its bar shows it. */
export const fates = ['waiting', 'onProduction', 'finished', 'rolledBack', 'rejected', 'cancelled'] as const;
export type Fate = (typeof fates)[number];

/** All that ended in any other way than the named ones counts as cancelled: it expired, or was broken off. */
export function fateOf({ startedAt, endedAt, endedAs }: LoggedRelease): Fate {
  if (endedAt === null) return startedAt === null ? 'waiting' : 'onProduction';
  return endedAs === 'finished' || endedAs === 'rolledBack' || endedAs === 'rejected' ? endedAs : 'cancelled';
}

/**
 * Where an open release stands, and since when as far as the log tells; epoch ms. The marks tell how far it came; that it was sent back, only its
 * last event does, or a later good.
 */
export function stageOf(release: LoggedRelease): {
  readonly stage: OpenStage;
  readonly since: number | null;
} {
  const { askedAt, announcedAt, goodAt, turnAt, adminCalledAt, adminFoundAt, startedAt } = release;
  if (startedAt !== null) return { stage: 'deploying', since: startedAt };
  switch (release.lastType) {
    case 'checksFailed':
    case 'ticketUnknown':
      return { stage: 'needs_work', since: announcedAt === null ? askedAt : null };
    case 'votesVoided':
    case 'lockLost':
      return { stage: 'awaiting_approval', since: null };
    case 'turnLost':
      return { stage: 'queued', since: null };
  }
  if (turnAt !== null && turnAt >= (goodAt ?? turnAt)) {
    const waitsForAdmin = adminCalledAt !== null && (adminFoundAt === null || adminFoundAt < adminCalledAt);
    return waitsForAdmin
      ? { stage: 'awaiting_admin', since: adminCalledAt }
      : { stage: 'ready', since: Math.max(turnAt, adminFoundAt ?? turnAt) };
  }
  if (goodAt !== null) return { stage: 'queued', since: goodAt };
  if (announcedAt !== null) return { stage: 'awaiting_approval', since: announcedAt };
  return { stage: 'checking', since: askedAt };
}
