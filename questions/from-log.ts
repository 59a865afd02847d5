import { withTimeout } from '../client/in-time.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { AnswerSources } from './sources.ts';

export type LogSources = Pick<AnswerSources, 'releaseLog' | 'onLogAway'>;

/** The answer of the log within `withinMs`; `otherwise` if there is no log or it does not answer. Never fails. */
export async function fromLog<T, O>(
  { releaseLog, onLogAway }: LogSources,
  withinMs: number,
  ask: (log: ReleaseLog) => Promise<T>,
  otherwise: O,
): Promise<T | O> {
  if (releaseLog === null) return otherwise;
  try {
    return await withTimeout(ask(releaseLog), withinMs);
  } catch (error) {
    onLogAway(error);
    return otherwise;
  }
}
