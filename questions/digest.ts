/** The digest and the report of the release channel, as data. Instants are epoch ms. */
import type { Releases } from '../client/releases.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { criticalOf } from '../domain/components.ts';
import { toldSince, weeksBefore } from '../domain/digest-times.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { Digest, Report } from '../domain/messages/digest.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { Calendar } from '../domain/working-time.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { fromLog } from './from-log.ts';
import type { LogSources } from './from-log.ts';
import type { AnswerSources } from './sources.ts';

/** How many waiting releases are named. */
const mostWaiting = 10;

/** A digest omits the log if that takes longer. */
const logWithinMs = 5000;

const isOnProduction = ({ stage }: { readonly stage: Stage }): boolean => lifecycle[stage].onProduction;

export interface DigestSources extends Pick<
  AnswerSources,
  'releases' | 'releaseLog' | 'settings' | 'onLogAway'
> {
  /** When the last digest was due, epoch ms; null if nobody knows. Throws Temporal's errors. */
  readonly lastAt: () => Promise<number | null>;
}

/** The current state; `at` is when the digest is due. Throws Temporal's errors. */
export async function digestOf(at: number, sources: DigestSources): Promise<Digest> {
  const { releases, settings, lastAt } = sources;
  const since = toldSince(at, await lastAt(), settings.release.calendar);
  const [open, locks, wentOut] = await Promise.all([
    releases.open(),
    releases.locks(criticalOf(settings.components)),
    wentOutSince(since, sources),
  ]);
  const onProduction = open.filter(isOnProduction);
  return { ...(await waitingOf(open, releases)), onProduction, since, wentOut, locks };
}

/** The list lags, and does not show what each release waits for, so those that have waited longest are queried. */
async function waitingOf(
  open: readonly ListedRelease[],
  releases: Releases,
): Promise<Pick<Digest, 'waiting' | 'moreWaiting'>> {
  const listed = open.filter((release) => !isOnProduction(release));
  const first = listed.slice(0, mostWaiting).map(({ ticket }) => ticket);
  const answers = await releases.statuses(first);
  const waits = (release: ReleaseSummary) => !isEnd(release.stage) && !isOnProduction(release);
  return { waiting: answers.filter(waits), moreWaiting: listed.length - answers.length };
}

async function wentOutSince(since: number, sources: LogSources): Promise<readonly LoggedRelease[] | null> {
  const found = await fromLog(sources, logWithinMs, (log) => log.onProduction(since, Date.now()), null);
  if (found === null) return null;
  const ended = found.filter(({ endedAs }) => endedAs === 'finished' || endedAs === 'rolledBack');
  return ended.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
}

/** The seven days before an instant, and the seven before them. Throws the database's errors. */
export async function reportOf(at: number, log: ReleaseLog, calendar: Calendar): Promise<Report> {
  const begin = weeksBefore(at, 1, calendar);
  const { timezone } = calendar;
  // Periods include both ends, so this one ends a millisecond earlier: the moment itself belongs to the next.
  const figures = (since: number, end: number) =>
    log.statistics({ component: null, since, until: end - 1, timezone });
  const [week, before, longestWait] = await Promise.all([
    figures(begin, at),
    figures(weeksBefore(at, 2, calendar), begin),
    log.longestWait(begin, at - 1),
  ]);
  return { week, before, longestWait };
}
