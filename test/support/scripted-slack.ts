import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';

export type SlackAnswer = (params: URLSearchParams) => object | Promise<object>;

/** A Slack that answers as scripted by method, and `ok` to everything else. Collects the calls. Closed when the test ends. */
export async function slackThat(script: Readonly<Record<string, SlackAnswer>>) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const params = new URLSearchParams(Buffer.concat(chunks).toString());
      const method = request.url?.split('/').at(-1) ?? '';
      calls.push(method);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ...(await script[method]?.(params)) }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { calls, client: new WebClient('xoxb-test', { slackApiUrl: `http://127.0.0.1:${port}/api/` }) };
}
