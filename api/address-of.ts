import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The address of the client, or of the proxy in front. Forwarding headers are ignored, since anybody can set them. */
export const clientAddress = (context: Context): string => getConnInfo(context).remote.address ?? '';
