import { inTime } from '../client/in-time.ts';

/** Who looks at the page is not kept waiting for longer. */
const answerWithinMs = 4000;

/** Something that the page asks does not answer. */
export class Away extends Error {
  override readonly name = 'Away';
  readonly who: 'log' | 'temporal';

  constructor(who: Away['who'], cause: unknown) {
    super(`${who === 'log' ? 'The release log' : 'Temporal'} does not answer`, { cause });
    this.who = who;
  }
}

/** What is asked for, if it comes soon. Throws `Away`. */
export async function soonFrom<T>(who: Away['who'], asked: Promise<T>): Promise<T> {
  try {
    return await inTime(asked, answerWithinMs);
  } catch (error) {
    throw new Away(who, error);
  }
}
