import { withTimeout } from '../client/in-time.ts';

/** How long a visitor waits at most. */
const answerWithinMs = 4000;

/** A service that the page needs does not answer. */
export class Away extends Error {
  override readonly name = 'Away';
  readonly who: 'log' | 'temporal';

  constructor(who: Away['who'], cause: unknown) {
    super(`${who === 'log' ? 'The release log' : 'Temporal'} does not answer`, { cause });
    this.who = who;
  }
}

/** Awaits an answer for a limited time. Throws `Away`. */
export async function soonFrom<T>(who: Away['who'], asked: Promise<T>): Promise<T> {
  try {
    return await withTimeout(asked, answerWithinMs);
  } catch (error) {
    throw new Away(who, error);
  }
}
