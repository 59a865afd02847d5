import type { LastFinished } from '../domain/messages/question-answer.ts';
import { fromLog } from './from-log.ts';
import type { LogSources } from './from-log.ts';

const longestWaitMs = 2000;

/** The last finished release of each of these components; null if the log does not answer soon. Never fails. */
export const lastFinishedFromLog = (
  components: readonly string[],
  sources: LogSources,
): Promise<readonly LastFinished[] | null> =>
  fromLog(sources, longestWaitMs, (log) => log.lastFinished(components), null);
