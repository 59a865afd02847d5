import { createMiddleware } from 'hono/factory';
import { addressOf } from '../address-of.ts';
import { bodiesUpTo } from '../bodies-up-to.ts';
import type { ApiEnv } from '../env.ts';
import { problemJson } from '../problem-json.ts';
import { tooOften } from '../too-often.ts';

const mostBytes = 1_000_000;
/** Most deliveries are small. Those that prove themselves always come through, whatever else comes from their address. */
const smallBytes = 100_000;
/** So many large bodies of deliveries that prove nothing are read from an address, in so many seconds: where it is signed, a proof takes the whole of it. */
const limit = { points: 30, duration: 10 };

/**
 * Reads bodies of 1 MB at most, and no large one from where too many came that proved nothing: those answered with 401. `isProven`: whether the
 * headers of a delivery to a hook prove it without.
 */
export function largeBodies(isProven: (hook: string, headers: Headers) => Promise<boolean>) {
  const unproven = tooOften(limit);
  const read = bodiesUpTo(mostBytes);
  return createMiddleware<ApiEnv>(async (context, next) => {
    const { headers } = context.req.raw;
    const hook = context.req.param('name') ?? '';
    if (bytesOf(headers) <= smallBytes || (await isProven(hook, headers))) return read(context, next);
    const address = addressOf(context);
    const wait = await unproven.comes(address);
    if (wait !== null) return problemJson(context, wait);
    const tooLarge = await read(context, next);
    if (tooLarge instanceof Response) return tooLarge;
    if (context.res.status !== 401) await unproven.forgive(address);
    return undefined;
  });
}

/** Infinity where it does not say so. */
const bytesOf = (headers: Headers): number =>
  headers.has('transfer-encoding') ? Infinity : Number(headers.get('content-length') ?? 0);
