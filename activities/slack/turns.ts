import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';

/** What Slack takes of one kind: so many calls at once after a quiet time, then one each `everyMs`. */
export interface Limit {
  readonly atOnce: number;
  readonly everyMs: number;
}

/** Makes calls as fast as a limit allows. When Slack has one of them wait (429), all wait for as long as it says. */
export class Turns {
  readonly #limit: Limit;
  /** Epoch ms; when the calls made so far would be over if each took its `everyMs`. */
  #spentUntil = 0;
  /** Epoch ms. */
  #pausedUntil = 0;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /**
   * Makes the call when its turn comes, and again after a 429, for nothing came of it. Throws whatever else it throws, and the reason of
   * `signal` if that aborts before.
   */
  inTurn<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#make(call, true, signal);
  }

  /** The same for a call that does not wait for its turn, and takes none from the others. */
  atOnce<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#make(call, false, signal);
  }

  /** Whether another call would have to wait for its turn now. */
  nextWaits(): boolean {
    return this.#wait(true) > 0;
  }

  async #make<T>(call: () => Promise<T>, paced: boolean, signal?: AbortSignal): Promise<T> {
    for (;;) {
      // Others may have gone first, or Slack may want a pause, while this one slept.
      for (let wait = this.#wait(paced); wait > 0; wait = this.#wait(paced)) {
        const options = { ref: false, ...(signal === undefined ? {} : { signal }) };
        await sleep(wait, undefined, options).catch(() => undefined);
        signal?.throwIfAborted();
      }
      signal?.throwIfAborted();
      if (paced) this.#spentUntil = Math.max(this.#spentUntil, Date.now()) + this.#limit.everyMs;
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof WebAPIRateLimitedError)) throw error;
        this.#pausedUntil = Date.now() + error.retryAfter * 1000;
      }
    }
  }

  #wait(paced: boolean): number {
    const { atOnce, everyMs } = this.#limit;
    const turn = paced ? this.#spentUntil - (atOnce - 1) * everyMs : 0;
    return Math.max(turn, this.#pausedUntil) - Date.now();
  }
}
