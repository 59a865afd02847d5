import { inTime } from '../client/in-time.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { Sources } from './sources.ts';

export type LogSources = Pick<Sources, 'releaseLog' | 'onLogAway'>;

/** What the log tells within so many ms; `otherwise` where there is none, or where it does not tell. Never fails. */
export async function fromLog<T, O>(
  { releaseLog, onLogAway }: LogSources,
  withinMs: number,
  ask: (log: ReleaseLog) => Promise<T>,
  otherwise: O,
): Promise<T | O> {
  if (releaseLog === null) return otherwise;
  try {
    return await inTime(ask(releaseLog), withinMs);
  } catch (error) {
    onLogAway(error);
    return otherwise;
  }
}
