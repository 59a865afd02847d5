import { rankSuspects, suspectMs } from '../domain/log/blame.ts';
import { badReadingsIn, badReadingTypes } from '../domain/log/bad-reading.ts';
import type { Failure, Suspect } from '../domain/log/blame.ts';
import type { Settings } from '../domain/settings.ts';
import { unlockingIn } from '../domain/log/unlocking.ts';
import type { ReleaseLog } from './release-log.ts';

/** More locks than this are not taken in a day. */
const mostUnlockings = 200;
const mostFindings = 500;

/** The releases that may have caused a failure, most likely first. Throws the database's errors. */
export async function suspectsOf(
  releaseLog: ReleaseLog,
  failure: Failure,
  components: Settings['components'],
): Promise<readonly Suspect[]> {
  const until = endOfUnit(failure.at);
  const since = until - suspectMs;
  const [releases, unlocked, watched] = await Promise.all([
    releaseLog.onProduction(since, until),
    releaseLog.events({ about: 'lock', types: ['unlocked'], since, until }, mostUnlockings),
    // Without an upper bound: later remarks on a finding count, too.
    releaseLog.events({ about: 'release', types: badReadingTypes, since }, mostFindings),
  ]);
  const unlockings = unlocked.flatMap((event) => unlockingIn(event) ?? []);
  const findings = badReadingsIn(watched.toReversed());
  return rankSuspects(releases, unlockings, { ...failure, at: until }, components, findings);
}

/** The precision with which people and programs state times, in ms. */
const units = [60_000, 1000];

/**
 * The last ms of the minute or second that `at` names. A failure "at 14:05", read from
 * a clock without seconds, may come from a change at 14:05:20. Instants in epoch ms.
 */
function endOfUnit(at: number): number {
  const unit = units.find((one) => at % one === 0) ?? 1;
  return at + unit - 1;
}
