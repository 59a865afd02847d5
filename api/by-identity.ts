import type { Context } from 'hono';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { isIdentity } from '../domain/trust.ts';
import { clientAddress } from './address-of.ts';
import type { ApiEnv } from './env.ts';
import type { Exchange, Exchanged } from './identity/exchange.ts';
import { rateLimit } from './rate-limit.ts';

/** Exchanges an identity token for a token, or says why not. */
export type ByIdentity = (context: Context<ApiEnv>, identity: string) => Promise<Exchanged | Problem>;

/** Identity tokens (`points`) per address in a number of seconds (`duration`). Each costs some work before it is known whose it is. */
const limit = { points: 100, duration: 10 };

const notGood = problem(401, 'identityNotGood', (words) => words.identityNotGood);

export function byIdentityWith(exchange: Exchange): ByIdentity {
  const addresses = rateLimit(limit);
  return async (context, identity) => {
    const wait = await addresses.comes(clientAddress(context));
    if (wait !== null) return wait;
    try {
      return isIdentity(identity) ? await exchange(identity) : notGood;
    } catch (error) {
      console.error(`An identity token cannot be exchanged: ${reasonOf(error)}`);
      return problem(503, 'logAway', ({ logAway }) => logAway);
    }
  };
}
