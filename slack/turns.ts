import { WebAPIRateLimitedError } from '@slack/web-api';

/** A rate limit. */
export interface Limit {
  /** The calls that may be made at once after a quiet time; after that, one every `everyMs`. */
  readonly atOnce: number;
  readonly everyMs: number;
  /** In addition, at most `calls` within `withinMs`, however they are spread. */
  readonly most?: { readonly calls: number; readonly withinMs: number };
}

/** How a call waits for its turn. */
export interface Manner {
  /** Goes before all calls that are not urgent. */
  readonly urgent?: boolean;
  /** Aborting it while the call waits cancels the call. */
  readonly signal?: AbortSignal;
}

/** The share of `most` that calls may use that are not urgent. */
const patientShare = 0.95;

interface Waiting {
  readonly urgent: boolean;
  readonly go: () => void;
}

/**
 * Makes calls as fast as a limit allows, in the order in which they
 * came. If Slack answers a call with 429, all wait as long as it says.
 */
export class RateLimiter {
  readonly #limit: Limit;
  /** Epoch ms. When the calls made so far would end if each took `everyMs`. */
  #spentUntil = 0;
  /** Epoch ms. */
  #pausedUntil = 0;
  /** When the latest calls were made, epoch ms. */
  #made: number[] = [];
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /**
   * Makes the call when its turn comes, and again after a 429, which means that it had no
   * effect. Throws the call's other errors, and the reason of the signal if that aborts first.
   */
  async inTurn<T>(call: () => Promise<T>, { urgent = false, signal }: Manner = {}): Promise<T> {
    for (let again = false; ; again = true) {
      await this.take({ urgent: urgent || again, ...(signal === undefined ? {} : { signal }) });
      const answer = await this.#make(call);
      if (answer !== null) return answer.value;
    }
  }

  /** Makes the call without waiting for its turn; it waits only for a pause that Slack has asked for. */
  async atOnce<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      while (this.#pausedUntil > Date.now()) await pause(this.#pausedUntil - Date.now(), signal);
      signal.throwIfAborted();
      this.#spend();
      const answer = await this.#make(call);
      if (answer !== null) return answer.value;
    }
  }

  /** Whether another call would have to wait now. */
  nextWaits(): boolean {
    return this.#waiting.length > 0 || this.#waitMs(false) > 0;
  }

  /** The result of a call; null if Slack answered 429. */
  async #make<T>(call: () => Promise<T>): Promise<{ readonly value: T } | null> {
    try {
      return { value: await call() };
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + error.retryAfter * 1000);
      return null;
    }
  }

  /** Takes a turn; resolves when it has come. Rejects with the reason of the signal if that aborts first. */
  take({ urgent = false, signal }: Manner = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        reject(signal?.reason as Error);
      };
      const one: Waiting = {
        urgent,
        go: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      const before = urgent ? this.#waiting.findIndex((other) => !other.urgent) : -1;
      this.#waiting.splice(before === -1 ? this.#waiting.length : before, 0, one);
      // It may go sooner than the call the timer was set for.
      if (urgent) this.#stopTimer();
      this.#next();
    });
  }

  #next(): void {
    while (this.#timer === null && this.#waiting.length > 0) {
      const waitMs = this.#waitMs(this.#waiting[0]?.urgent === true);
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#next();
        }, waitMs).unref();
        return;
      }
      this.#spend();
      this.#waiting.shift()?.go();
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #spend(): void {
    const now = Date.now();
    this.#spentUntil = Math.max(this.#spentUntil, now) + this.#limit.everyMs;
    const { most } = this.#limit;
    if (most !== undefined) this.#made = [...this.#made.slice(1 - most.calls), now];
  }

  #waitMs(urgent: boolean): number {
    const { atOnce, everyMs, most } = this.#limit;
    const turn = this.#spentUntil - (atOnce - 1) * everyMs;
    // Urgent calls find room even if the others have used up their share.
    const share = most === undefined ? Infinity : Math.floor(most.calls * (urgent ? 1 : patientShare));
    const before = this.#made[this.#made.length - share];
    const room = most === undefined || before === undefined ? 0 : before + most.withinMs;
    return Math.max(turn, room, this.#pausedUntil) - Date.now();
  }
}

/** Rejects with the reason of the signal if that aborts first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms).unref();
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
