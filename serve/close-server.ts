import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerType } from '@hono/node-server';

/** What is in hand has this long: a command waits for room and for its answer, each within a limit of its own. */
const longestMs = 45_000;
/** A request of which the rest does not come is not waited for. */
const unsentMs = 1000;
const betweenLooksMs = 20;

/**
 * Follows what a server has in hand. The function that it returns has it take nothing more, and returns once all is answered; connections that bring
 * nothing, and those of half a request, hold up nothing.
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
