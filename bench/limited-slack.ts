import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { EmbeddedSlack } from '../start/embedded-slack.ts';
import { slackTiers } from '../test/support/slack-tiers.ts';
import type { SlackTiers } from '../test/support/slack-tiers.ts';

/** A message accepted by Slack. */
export interface TakenPost {
  /** The ID as requested: of a channel, a direct conversation or a person. */
  readonly channel: string;
  readonly text: string;
  /** `performance.now()`. */
  readonly at: number;
}

/** The emulated Slack behind Slack's documented limits. Adds one user group, which the emulator does not support. */
export interface LimitedSlack {
  /** Replaces the emulator's `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly posts: readonly TakenPost[];
  readonly tiers: SlackTiers;
  /** How often a method was called. */
  calls(method: string): number;
  close(): void;
}

export async function limitedSlack(slack: EmbeddedSlack, group: readonly string[]): Promise<LimitedSlack> {
  const tiers = slackTiers(1);
  const posts: TakenPost[] = [];
  const called: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const method = request.url?.slice('/api/'.length) ?? '';
    const params = new URLSearchParams(body.toString());
    const channel = params.get('channel') ?? '';
    called.push(method);
    response.setHeader('content-type', 'application/json');
    const limit = tiers.take(method, channel);
    if (limit !== null) {
      response.setHeader('retry-after', limit.retryAfterSeconds);
      response.statusCode = 429;
      response.end('{"ok":false}');
      return;
    }
    if (method === 'usergroups.users.list') {
      response.end(JSON.stringify({ ok: true, users: group }));
      return;
    }
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const headers = { authorization, 'content-type': contentType };
    const passedOn = await fetch(`${slack.url}${request.url ?? ''}`, { method: 'POST', headers, body });
    const text = await passedOn.text();
    if (method === 'chat.postMessage') {
      posts.push({ channel, text: params.get('text') ?? '', at: performance.now() });
    }
    response.end(text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    posts,
    tiers,
    calls: (method) => called.filter((one) => one === method).length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
