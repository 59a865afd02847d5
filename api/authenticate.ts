import { createMiddleware } from 'hono/factory';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { problem } from '../answers/outcome.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { ApiEnv } from './env.ts';
import { problemJson } from './problem-json.ts';
import type { ApiServices } from './services.ts';

/** So many requests a token may make, in so many seconds. */
const limit = { points: 500, duration: 10 };

const noToken = problem(401, 'noToken', (words) => words.noToken);
const away = problem(503, 'logAway', ({ logAway }) => logAway);

/** Lets in who comes with a token that is good, not too often. It is looked up each time, so that a revoked one is out at once. */
export function authenticate({ tokens }: Pick<ApiServices, 'tokens'>) {
  const limiter = new RateLimiterMemory(limit);
  return createMiddleware<ApiEnv>(async (context, next) => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
    try {
      const token = given === '' ? null : ((await tokens?.used(given)) ?? null);
      if (token === null) {
        context.header('WWW-Authenticate', 'Bearer');
        return problemJson(context, noToken);
      }
      context.set('token', token);
    } catch (error) {
      console.error(`The tokens cannot be looked up: ${reasonOf(error)}`);
      return problemJson(context, away);
    }
    const seconds = await secondsToWait(limiter, context.get('token').id);
    if (seconds === null) return next();
    context.header('Retry-After', String(seconds));
    return problemJson(
      context,
      problem(429, 'tooMany', ({ tooMany }) => tooMany(seconds), { seconds }),
    );
  });
}

/** Null: it may come now. */
export async function secondsToWait(limiter: RateLimiterMemory, who: string): Promise<number | null> {
  try {
    await limiter.consume(who);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}
