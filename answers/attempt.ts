import { silenceIn } from '../client/silence.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { problem } from './outcome.ts';
import type { Problem } from './outcome.ts';

/**
 * The result of a call to Temporal, or a problem if it does not answer. `changes`: the call may change something, so a late answer leaves
 * open whether it did. Throws unexpected errors.
 */
export async function attempt<T>(ask: () => Promise<T>, changes = false): Promise<T | Problem> {
  try {
    return await ask();
  } catch (error) {
    const silence = silenceIn(error);
    if (silence === null) throw error;
    console.error(`Temporal does not answer (${silence}): ${reasonOf(error)}`);
    return silence === 'late' && changes
      ? problem(504, 'noAnswer', ({ noAnswer }) => noAnswer)
      : problem(503, 'temporalAway', ({ temporalAway }) => temporalAway);
  }
}
