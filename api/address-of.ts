import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** From where a request comes. Behind a proxy it is the address of the proxy: what a header says, anybody may say. */
export const addressOf = (context: Context): string => getConnInfo(context).remote.address ?? '';
