import type { UsualTimes } from '../domain/estimate.ts';
import { fromLog } from './from-log.ts';
import type { LogSources } from './from-log.ts';

/** How long an answer waits for an estimate. */
const longestWaitMs = 1000;

/** How long releases of these components usually take; empty if the log does not answer soon. Never fails. */
export const usualTimesFromLog = (components: readonly string[], sources: LogSources): Promise<UsualTimes> =>
  fromLog(sources, longestWaitMs, (log) => log.usualTimes(components), {});
