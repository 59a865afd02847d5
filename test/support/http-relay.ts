import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that went through a relay. */
export interface Relayed {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A relay to an HTTP server that records requests. Requests that `loses` picks are carried out, but their answers get lost. */
export async function startHttpRelay(to: string, loses: (relayed: Relayed) => boolean = () => false) {
  const relayed: Relayed[] = [];
  const server = createServer((asked, answer) => {
    const { method = 'GET', url: path = '/', headers } = asked;
    const onward = request(new URL(path, to), { method, headers }, (told) => {
      const one = { method, path, status: told.statusCode ?? 0 };
      relayed.push(one);
      if (loses(one)) answer.destroy();
      else told.pipe(answer.writeHead(one.status, told.headers));
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    relayed,
    async close() {
      server.close().closeAllConnections();
      await once(server, 'close');
    },
  };
}
