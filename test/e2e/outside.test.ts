import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { freePort } from '../support/free-port.ts';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

const secret = `whsec_${Buffer.from('a secret of the company').toString('base64')}`;

interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const calls: Call[] = [];
const callsTo = (path: string) => calls.filter((call) => call.path === path);

const ok = (response: ServerResponse) => response.end('{}');
const answers: Record<string, (attempt: number, response: ServerResponse) => void> = {
  // Fails, hangs, and then sends an endless answer.
  '/audit': (attempt, response) => {
    if (attempt === 1) response.writeHead(500).end();
    else if (attempt > 2) response.writeHead(200).write('x'.repeat(1_000_000));
  },
  '/moved': (_, response) => response.writeHead(307, { location: '/trap' }).end(),
  '/trap': (_, response) => ok(response),
  '/dead': (_, response) => response.writeHead(503).end(),
  '/api/annotations': (_, response) => ok(response),
};
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (data: Buffer) => (body += data.toString()));
  request.on('end', () => {
    const path = request.url ?? '';
    calls.push({ path, headers: request.headers, body });
    answers[path]?.(callsTo(path).length, response);
  });
});

let company: Company;

beforeAll(async () => {
  vi.stubEnv('OUR_SECRET', secret);
  vi.stubEnv('OUR_TOKEN', 'grafana-token');
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  const at = (path: string) => ({ url: `http://127.0.0.1:${port}${path}`, secretEnv: 'OUR_SECRET' });
  company = await startCompany({
    tickets: { 'OUT-1': ['ios-app'], 'OUT-2': ['ios-app'] },
    settings: {
      webhooks: { audit: at('/audit'), moved: at('/moved'), dead: at('/dead') },
      grafana: { url: `http://127.0.0.1:${port}/`, tokenEnv: 'OUR_TOKEN' },
    },
  });
});
afterAll(async () => {
  await company.close();
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});

const signal = (ticket: string, name: string, payload: object) =>
  company.temporal.client.workflow.getHandle(`release:${ticket}`).signal(name, payload);

async function toProduction(ticket: string): Promise<void> {
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
  });
  await company.untilStage(ticket, 'awaiting_approval');
  await signal(ticket, 'accept', { actor: 'U_NORA' });
  await company.untilStage(ticket, 'ready');
  await signal(ticket, 'depStart', { actor: 'U_ANN' });
}

const message = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({
    ticket: z.string(),
    actor: z.string(),
    n: z.number(),
    startedAt: z.iso.datetime(),
    reason: z.string().nullable(),
  }),
});

/** The message as a Standard Webhooks receiver reads it. Throws if it is not signed. */
const verified = ({ body, headers }: Call) =>
  message.parse(new Webhook(secret).verify(body, headers as Record<string, string>));

const annotation = z.strictObject({
  time: z.number(),
  timeEnd: z.number().optional(),
  tags: z.array(z.string()),
  text: z.string(),
});

it('tells the world of start and end, each once, and waits for nobody there', async () => {
  await toProduction('OUT-1');
  await eventually(() => {
    expect(callsTo('/audit')).not.toEqual([]);
  });
  await signal('OUT-1', 'depRollback', { actor: 'U_ANN', reason: 'it <b>burns</b>' });
  // The release has closed, although not every receiver has accepted everything.
  await company.temporal.client.workflow.getHandle('release:OUT-1').result();
  expect((await company.statusOf('OUT-1')).stage).toBe('rolled_back');

  await eventually(() => {
    expect(callsTo('/audit').length).toBeGreaterThanOrEqual(4);
  });
  const told = callsTo('/audit').map((call) => ({ id: call.headers['webhook-id'], ...verified(call) }));
  const ids = new Set(told.map(({ id }) => id));
  expect(ids.size).toBe(2);
  const [started] = told;
  const ended = told.find(({ type }) => type === 'release.rolled_back');
  expect(started).toMatchObject({
    type: 'release.started',
    data: { ticket: 'OUT-1', actor: 'U_ANN', reason: null },
  });
  expect(ended).toMatchObject({ data: { reason: 'it <b>burns</b>', startedAt: started?.timestamp } });
  expect(ended?.id).not.toBe(started?.id);

  await eventually(() => {
    expect(callsTo('/api/annotations')).toHaveLength(2);
  });
  const annotations = callsTo('/api/annotations').map(({ body, headers }) => {
    expect(headers.authorization).toBe('Bearer grafana-token');
    return annotation.parse(JSON.parse(body));
  });
  const [from, to] = [Date.parse(started?.timestamp ?? ''), Date.parse(ended?.timestamp ?? '')];
  expect(annotations.sort((a, b) => (a.timeEnd ?? 0) - (b.timeEnd ?? 0))).toEqual([
    { time: from, tags: ['dobrobot', 'started', 'OUT-1', 'ios-app'], text: 'OUT-1 Title of OUT-1: started' },
    {
      time: from,
      timeEnd: to,
      tags: ['dobrobot', 'rolledBack', 'OUT-1', 'ios-app'],
      text: 'OUT-1 Title of OUT-1: rolled back, it &lt;b&gt;burns&lt;/b&gt;',
    },
  ]);

  expect(callsTo('/trap')).toEqual([]);
  const { client } = company.temporal;
  for (const [destination, reason] of [
    ['webhook:dead', /answers 503/],
    ['webhook:moved', /redirects are not followed/],
  ] as const) {
    const { raw } = await client.workflow
      .getHandle(`delivery:${destination}:OUT-1:${String(started?.id)}`)
      .describe();
    expect(raw.pendingActivities?.[0]?.lastFailure?.message).toMatch(reason);
  }
}, 300_000);
