import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { ApiEnv, Holder } from './env.ts';
import { pageHolder } from './page-holder.ts';
import { problemJson } from './problem-json.ts';
import type { ApiServices } from './services.ts';

/** So many requests a token may make, in so many seconds. */
const limit = { points: 500, duration: 10 };

const noToken = problem(401, 'noToken', (words) => words.noToken);
const away = problem(503, 'logAway', ({ logAway }) => logAway);

type Doors = Pick<ApiServices, 'tokens' | 'pageCallers'>;

/** Lets in who comes with a token that is good, or from the page, not too often. It is looked up each time, so that a revoked one is out at once. */
export function authenticate(doors: Doors) {
  const limiter = new RateLimiterMemory(limit);
  return createMiddleware<ApiEnv>(async (context, next) => {
    const holder = await holderOf(context, doors);
    if ('ok' in holder) {
      if (holder.status === 401) context.header('WWW-Authenticate', 'Bearer');
      return problemJson(context, holder);
    }
    context.set('token', holder);
    const seconds = await secondsToWait(limiter, context.get('token').id);
    if (seconds === null) return next();
    context.header('Retry-After', String(seconds));
    return problemJson(
      context,
      problem(429, 'tooMany', ({ tooMany }) => tooMany(seconds), { seconds }),
    );
  });
}

async function holderOf(context: Context, doors: Doors): Promise<Holder | Problem> {
  const authorization = context.req.header('Authorization');
  if (authorization !== undefined) return bearer(authorization, doors);
  return (await (doors.pageCallers && pageHolder(context, doors.pageCallers))) ?? noToken;
}

async function bearer(authorization: string, { tokens }: Doors): Promise<KnownToken | Problem> {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  try {
    return (given === '' ? null : await tokens?.used(given)) ?? noToken;
  } catch (error) {
    console.error(`The tokens cannot be looked up: ${reasonOf(error)}`);
    return away;
  }
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
