import { createMiddleware } from 'hono/factory';
import { clientAddress } from '../address-of.ts';
import { bodiesUpTo } from '../bodies-up-to.ts';
import type { ApiEnv } from '../env.ts';
import { problemJson } from '../problem-json.ts';
import { rateLimit } from '../rate-limit.ts';

const mostBytes = 1_000_000;
/** Most deliveries are small. Smaller ones are not limited here, so proven ones come through, whatever else comes from their address. */
const smallBytes = 100_000;
/**
 * Large unproven bodies (`points`) per address in a number of seconds
 * (`duration`). A signature can only be checked after reading the whole body.
 */
const limit = { points: 30, duration: 10 };

/**
 * Limits bodies to 1 MB, and refuses large ones from an address that has sent too many unproven ones, that is, ones answered with 401.
 * `isProven`: whether the headers alone prove a delivery.
 */
export function largeBodies(isProven: (hook: string, headers: Headers) => Promise<boolean>) {
  const unproven = rateLimit(limit);
  const read = bodiesUpTo(mostBytes);
  return createMiddleware<ApiEnv>(async (context, next) => {
    const { headers } = context.req.raw;
    const hook = context.req.param('name') ?? '';
    if (bytesOf(headers) <= smallBytes || (await isProven(hook, headers))) return read(context, next);
    const address = clientAddress(context);
    const wait = await unproven.comes(address);
    if (wait !== null) return problemJson(context, wait);
    const tooLarge = await read(context, next);
    if (tooLarge instanceof Response) return tooLarge;
    if (context.res.status !== 401) await unproven.forgive(address);
    return undefined;
  });
}

/** Infinity if the length is not declared. */
const bytesOf = (headers: Headers): number =>
  headers.has('transfer-encoding') ? Infinity : Number(headers.get('content-length') ?? 0);
