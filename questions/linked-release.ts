import { iso } from '../domain/iso.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { LinkedRelease } from '../domain/messages/linked-release.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { ReleaseStatus, ReleaseSummary } from '../domain/release/status.ts';
import { fromLog } from './from-log.ts';
import type { LogSources } from './from-log.ts';
import type { AnswerSources } from './sources.ts';

const logWithinMs = 5000;

/** The state of the release with that key, open or ended; null if neither Temporal nor the log knows it. Throws Temporal's errors. */
export async function linkedRelease(
  key: string,
  sources: LogSources & Pick<AnswerSources, 'releases'>,
): Promise<LinkedRelease | null> {
  const { releases } = sources;
  const logged = await fromLog(sources, logWithinMs, (log) => log.release(key), null);
  if (logged !== null && logged.endedAt !== null) return byLog(logged, logged.endedAt);
  const open = await releases.open(logged === null ? undefined : { tickets: [logged.ticket] });
  const listed = open.find((release) => release.key === key);
  const [status] = listed === undefined ? [] : await releases.statuses([listed.ticket]);
  return status === undefined ? null : byStatus(status);
}

function byStatus({ history, ...release }: ReleaseStatus): LinkedRelease {
  const startedAt = history.findLast(({ type }) => type === 'started')?.at ?? null;
  return { release, askedAt: history[0]?.at ?? release.since, startedAt, brokenOff: false };
}

/** An ended release is not queried: Temporal forgets it, and its ticket may have another release. */
function byLog(logged: LoggedRelease, endedAt: number): LinkedRelease {
  const { ticket, tickets, title, url, stage, components, requester, admin, askedAt, startedAt } = logged;
  const release: ReleaseSummary = {
    ...{ ticket, tickets, title, url, stage, components, requester },
    admin: { needed: false, user: admin },
    ...{ leftOut: [], locks: [], acceptedBy: [], cannotVote: [], approvals: [] },
    ...{ finding: 0, priority: 'normal', waitingFor: null, frozen: null },
    since: iso(endedAt),
  };
  return {
    release,
    askedAt: iso(askedAt ?? endedAt),
    startedAt: startedAt === null ? null : iso(startedAt),
    brokenOff: !isEnd(stage),
  };
}
