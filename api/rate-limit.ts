import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';

/** Limits each caller to `points` calls in `duration` seconds. Beyond that, returns a problem with the seconds to wait. */
export function rateLimit(limit: { readonly points: number; readonly duration: number }) {
  const limiter = new RateLimiterMemory(limit);
  return {
    async comes(who: string): Promise<Problem | null> {
      try {
        await limiter.consume(who);
        return null;
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        return problem(429, 'tooMany', ({ tooMany }) => tooMany(seconds), { seconds });
      }
    },
    /** Takes one call back. */
    async forgive(who: string): Promise<void> {
      await limiter.reward(who);
    },
  };
}
