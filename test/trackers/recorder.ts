import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asking, withoutAddress } from '../activities/tickets/recorded/answers.ts';
import type { Recorded } from '../activities/tickets/recorded/answers.ts';

export interface Recorder {
  readonly url: string;
  /** The requests and answers so far, without the address. */
  readonly answers: () => Recorded['answers'];
  readonly close: () => void;
}

/** A recording proxy in front of a server with tokens. `there` is called for each request, so address and tokens may be known later. */
export async function startRecorder(
  there: () => { readonly here: string; readonly tokens: Readonly<Record<string, string>> },
): Promise<Recorder> {
  const answers: Record<string, Recorded['answers'][string]> = {};
  const server = createServer((request, response) => {
    const pass = async () => {
      const path = request.url ?? '';
      const { authorization = '', host = '' } = request.headers;
      const { here, tokens } = there();
      const said = await fetch(`${here}${path}`, { headers: { authorization, host }, redirect: 'manual' });
      const text = await said.text();
      const headers = Object.fromEntries(
        ['content-type', 'link', 'location'].flatMap((name) => {
          const value = said.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      );
      answers[`${asking(authorization, tokens)} ${path}`] = {
        status: said.status,
        headers,
        body: /json/.test(headers['content-type'] ?? '') ? (JSON.parse(text) as unknown) : text,
      };
      response.writeHead(said.status, headers);
      response.end(text);
    };
    pass().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    answers: () => withoutAddress(answers, url),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
