import { inTime } from '../client/in-time.ts';
import type { UsualTimes } from '../domain/estimate.ts';
import type { Sources } from './sources.ts';

/** No answer waits longer for an estimate. */
const longestWaitMs = 1000;

/** How long releases of these components usually take; nothing where the log does not tell soon. Never fails. */
export async function usualTimes(
  components: readonly string[],
  { releaseLog, onLogAway }: Sources,
): Promise<UsualTimes> {
  if (releaseLog === null) return {};
  try {
    return await inTime(releaseLog.usualTimes(components), longestWaitMs);
  } catch (error) {
    onLogAway(error);
    return {};
  }
}
