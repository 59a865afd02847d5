import { rankSuspects, suspectMs } from '../domain/log/blame.ts';
import { badReadingsIn, badReadingTypes } from '../domain/log/bad-reading.ts';
import type { Failure, Suspect } from '../domain/log/blame.ts';
import type { Settings } from '../domain/settings.ts';
import { unlockingIn } from '../domain/log/unlocking.ts';
import type { ReleaseLog } from './release-log.ts';

/** Nobody takes so many locks in a day. */
const mostUnlockings = 200;
const mostFindings = 500;

/** The releases that may have led to a failure, most likely first. Throws what the database answers. */
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
    // What somebody said of it later counts, too.
    releaseLog.events({ about: 'release', types: badReadingTypes, since }, mostFindings),
  ]);
  const unlockings = unlocked.flatMap((event) => unlockingIn(event) ?? []);
  const findings = badReadingsIn(watched.toReversed());
  return rankSuspects(releases, unlockings, { ...failure, at: until }, components, findings);
}

/** The units in which people and programs tell the time, in ms. */
const units = [60_000, 1000];

/** Who says 14:05 has read it on a clock without seconds, and may mean a change of 14:05:20; likewise with a second. Instants are epoch ms. */
function endOfUnit(at: number): number {
  const unit = units.find((one) => at % one === 0) ?? 1;
  return at + unit - 1;
}
