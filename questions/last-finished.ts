import { inTime } from '../client/in-time.ts';
import type { LastFinished } from '../domain/messages/question-answer.ts';
import type { Sources } from './sources.ts';

const longestWaitMs = 2000;

/** What went to production last, of each of these components; null where the log does not tell soon. Never fails. */
export async function lastFinished(
  components: readonly string[],
  { releaseLog, onLogAway }: Sources,
): Promise<readonly LastFinished[] | null> {
  if (releaseLog === null) return null;
  try {
    return await inTime(releaseLog.lastFinished(components), longestWaitMs);
  } catch (error) {
    onLogAway(error);
    return null;
  }
}
