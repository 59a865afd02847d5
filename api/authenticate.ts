import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Problem } from '../answers/outcome.ts';
import { isIdentity } from '../domain/trust.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { ByIdentity } from './by-identity.ts';
import type { ApiEnv, Principal } from './env.ts';
import { knownToken, noToken } from './known-token.ts';
import { pageHolder } from './page-holder.ts';
import { problemJson } from './problem-json.ts';
import type { ApiServices } from './services.ts';
import { rateLimit } from './rate-limit.ts';

/** Requests (`points`) per holder in a number of seconds (`duration`). */
const limit = { points: 500, duration: 10 };

type Doors = Pick<ApiServices, 'tokens' | 'pageCallers' | 'settingsNow'>;

/** Admits requests with a valid token, or from the page, within the rate limit. `open`: the paths that need neither. */
export function authenticate(doors: Doors, byIdentity: ByIdentity, open: readonly string[]) {
  const holders = rateLimit(limit);
  return createMiddleware<ApiEnv>(async (context, next) => {
    if (open.includes(context.req.path)) return next();
    const holder = await holderOf(context, doors, byIdentity);
    if ('ok' in holder) {
      if (holder.status === 401) context.header('WWW-Authenticate', 'Bearer');
      return problemJson(context, holder);
    }
    context.set('token', holder);
    const wait = await holders.comes(holder.id);
    return wait === null ? next() : problemJson(context, wait);
  });
}

async function holderOf(
  context: Context<ApiEnv>,
  doors: Doors,
  byIdentity: ByIdentity,
): Promise<Principal | Problem> {
  const authorization = context.req.header('Authorization');
  if (authorization === undefined) {
    return (await (doors.pageCallers && pageHolder(context, doors.pageCallers))) ?? noToken;
  }
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  return isIdentity(given) ? identified(context, given, byIdentity) : knownToken(given, doors);
}

/** An identity token is good for one request. For several, the caller exchanges it. */
async function identified(
  context: Context<ApiEnv>,
  identity: string,
  byIdentity: ByIdentity,
): Promise<KnownToken | Problem> {
  const exchanged = await byIdentity(context, identity);
  return 'ok' in exchanged ? exchanged : exchanged.token;
}
