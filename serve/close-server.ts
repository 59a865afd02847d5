import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerType } from '@hono/node-server';

/** How long requests in progress may take: a command waits for room and for its answer, each with its own limit. */
const longestMs = 45_000;
/** How long to wait for the rest of an incomplete request. */
const unsentMs = 1000;
const betweenLooksMs = 20;

/**
 * Tracks the requests in progress. The returned function stops accepting new ones and
 * resolves when all are answered. Idle connections and incomplete requests do not delay it.
 */
export function closing(server: ServerType): () => Promise<void> {
  if (!(server instanceof Server)) throw new Error('Only HTTP/1 is served');
  const inHand = new Map<ServerResponse, IncomingMessage>();
  let isClosing = false;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    inHand.set(response, request);
    if (isClosing) response.shouldKeepAlive = false;
    response.once('close', () => inHand.delete(response));
  });
  return async () => {
    isClosing = true;
    const closed = once(server.close(), 'close');
    for (const response of inHand.keys()) response.shouldKeepAlive = false;
    const begun = performance.now();
    const isOver = () => {
      const ms = performance.now() - begun;
      return ms > longestMs || [...inHand.values()].every(({ complete }) => !complete && ms > unsentMs);
    };
    while (!isOver()) await sleep(betweenLooksMs);
    server.closeAllConnections();
    await closed;
  };
}
