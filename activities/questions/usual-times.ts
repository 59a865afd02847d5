import { log } from '@temporalio/activity';
import type { UsualTimes } from '../../domain/estimate.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import { inTime } from '../../client/in-time.ts';

/** No answer waits longer for an estimate. */
const longestWaitMs = 1000;

/** How long releases of these components usually take; nothing where the log does not tell soon. Never fails. */
export async function usualTimes(
  components: readonly string[],
  releaseLog: ReleaseLog | null,
): Promise<UsualTimes> {
  if (releaseLog === null) return {};
  try {
    return await inTime(releaseLog.usualTimes(components), longestWaitMs);
  } catch (error) {
    log.warn('There are no estimates, as the release log does not answer', { error });
    return {};
  }
}
