import { silenceIn } from '../client/silence.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { problem } from './outcome.ts';
import type { Problem } from './outcome.ts';

/** What comes of asking Temporal; where it does not answer, that. `changes`: what was asked for may have been done all the same. Throws what nobody planned. */
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
