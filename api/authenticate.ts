import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { isIdentity, stillTrusts } from '../domain/trust.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { ByIdentity } from './by-identity.ts';
import type { ApiEnv, Holder } from './env.ts';
import { pageHolder } from './page-holder.ts';
import { problemJson } from './problem-json.ts';
import type { ApiServices } from './services.ts';
import { tooOften } from './too-often.ts';

/** So many requests a token may make, in so many seconds. */
const limit = { points: 500, duration: 10 };

const noToken = problem(401, 'noToken', (words) => words.noToken);
const away = problem(503, 'logAway', ({ logAway }) => logAway);
const trustChanged = problem(401, 'trustChanged', (words) => words.trustChanged);

type Doors = Pick<ApiServices, 'tokens' | 'pageCallers' | 'settingsNow'>;

/** Lets in who comes with a token that is good, or from the page, not too often. `open`: the paths that need neither. */
export function authenticate(doors: Doors, byIdentity: ByIdentity, open: readonly string[]) {
  const holders = tooOften(limit);
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
): Promise<Holder | Problem> {
  const authorization = context.req.header('Authorization');
  if (authorization === undefined) {
    return (await (doors.pageCallers && pageHolder(context, doors.pageCallers))) ?? noToken;
  }
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  return isIdentity(given) ? identified(context, given, byIdentity) : known(given, doors);
}

/** A token is looked up each time, so that one is out at once that is revoked, or was given for claims that are trusted no more. */
async function known(given: string, { tokens, settingsNow }: Doors): Promise<KnownToken | Problem> {
  try {
    const token = (given === '' ? null : await tokens?.used(given)) ?? null;
    if (token === null) return noToken;
    const { trust = [] } = await settingsNow();
    return !token.claims || stillTrusts(trust, token.claims, token) ? token : trustChanged;
  } catch (error) {
    console.error(`The tokens cannot be looked up: ${reasonOf(error)}`);
    return away;
  }
}

/** An identity token is good for one request; whoever has several exchanges it. */
async function identified(
  context: Context<ApiEnv>,
  identity: string,
  byIdentity: ByIdentity,
): Promise<KnownToken | Problem> {
  const exchanged = await byIdentity(context, identity);
  return 'ok' in exchanged ? exchanged : exchanged.token;
}
