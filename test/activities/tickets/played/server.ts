import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Said {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly path: string;
  /** Default: GET. */
  readonly method?: string | undefined;
  /** The body of a POST. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Null: the server does not answer. */
export type Answers = (request: Request) => Said | null;

export interface PlayedServer {
  readonly url: string;
  /** The requested paths, including the query. */
  readonly asked: string[];
  answers: Answers;
  readonly close: () => void;
}

/** A server that answers as the test wants. A string is sent as it is, anything else as JSON. */
export async function playedServer(): Promise<PlayedServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push(path);
      const { method, headers: sent } = request;
      const said = played.answers({ path, method, body: Buffer.concat(chunks).toString(), headers: sent });
      if (said === null) return;
      const { status = 200, body, headers } = said;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const played: PlayedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers: () => null,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return played;
}
