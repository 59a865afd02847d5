/** The health endpoints of a process, requested as Prometheus and Kubernetes do. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { freePort } from '../support/free-port.ts';
import { Gauge } from 'prom-client';
import { expect, it } from 'vitest';
import { programVersion } from '../../config/program-version.ts';
import { countBusy, countRateLimits, countTrackerErrors } from '../../health/counters.ts';
import { serveHealth } from '../../health/health.ts';
import type { Health } from '../../health/health.ts';
import { keptFor } from '../../health/kept.ts';

async function served(): Promise<{
  health: Health;
  ask: (path: string, method?: string) => Promise<Response>;
}> {
  const port = await freePort();
  const health = await serveHealth({ DOBROBOT_HEALTH_PORT: String(port) });
  if (health === null) throw new Error('There is none.');
  return { health, ask: (path, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method }) };
}

it('is alive from the start, and ready once it has shown that nothing is missing', async () => {
  const { health, ask } = await served();
  expect((await ask('/healthz')).status).toBe(200);
  const before = await ask('/readyz');
  expect([before.status, await before.text()]).toEqual([503, 'It is starting.\n']);
  health.show({ needs: [() => Promise.resolve(null)] });
  await expect.poll(async () => (await ask('/readyz')).status).toBe(200);
  const metrics = await (await ask('/metrics')).text();
  expect(metrics).toContain('\ndobrobot_ready 1\n');
  expect(metrics).toContain(`\ndobrobot_build_info{version="${programVersion}"} 1\n`);
  health.ends();
  const last = await ask('/readyz');
  expect([last.status, await last.text()]).toEqual([503, expect.stringContaining('It is ending')]);
  expect((await ask('/healthz')).status).toBe(200);
});

it('names everything that is missing, a line each', async () => {
  const { health, ask } = await served();
  health.show({
    needs: [
      () => Promise.resolve('No bread.'),
      () => Promise.resolve(null),
      () => Promise.resolve('No milk.'),
    ],
  });
  const response = await ask('/readyz');
  expect([response.status, await response.text()]).toEqual([503, 'No bread.\nNo milk.\n']);
  expect(await (await ask('/metrics')).text()).toContain('\ndobrobot_ready 0\n');
});

it('has no other pages, and takes nothing', async () => {
  const { ask } = await served();
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/metrics/')).status).toBe(404);
  const post = await ask('/healthz', 'POST');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const head = await ask('/readyz', 'HEAD');
  expect([head.status, await head.text()]).toEqual([503, '']);
  expect((await ask('/healthz?since=1')).status).toBe(200);
});

it('leaves out what a source does not tell, and says that it does not', async () => {
  const { health, ask } = await served();
  const gauge = new Gauge({ name: 'dobrobot_bread', help: 'Bread', registers: [health.registry] });
  let isThere = true;
  const source = {
    name: 'bakery',
    clear: () => {
      gauge.remove();
    },
    read: () => {
      gauge.set(3);
      return isThere ? Promise.resolve() : Promise.reject(new Error('It is closed.'));
    },
  };
  health.show({ needs: [], sources: [source], more: () => Promise.resolve('more 1\n') });
  const first = await (await ask('/metrics')).text();
  expect(first).toContain('\ndobrobot_bread 3\n');
  expect(first).toContain('\ndobrobot_source_up{source="bakery"} 1\n');
  expect(first).toMatch(/\nmore 1\n$/);
  expect(first).toContain('\nnodejs_eventloop_lag_seconds ');
  isThere = false;
  const other = await served();
  other.health.show({ needs: [], sources: [{ ...source, clear: source.clear }] });
  expect(await (await other.ask('/metrics')).text()).toContain('\ndobrobot_source_up{source="bakery"} 0\n');
  expect(await gauge.get()).toMatchObject({ values: [] });
});

it('says which port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(serveHealth({ DOBROBOT_HEALTH_PORT: String(port) })).rejects.toThrow(
    `Port ${port} for health and metrics is taken`,
  );
  await once(server.close(), 'close');
});

it('counts how often Slack has it wait, by method, and how often a tracker does not answer', async () => {
  const { health, ask } = await served();
  const slack = createServer((_, response) => {
    response.writeHead(429, { 'retry-after': '1' }).end();
  }).listen(0, '127.0.0.1');
  await once(slack, 'listening');
  const { port } = slack.address() as AddressInfo;
  const client = new WebClient('xoxb-1', {
    slackApiUrl: `http://127.0.0.1:${port}/api/`,
    rejectRateLimitedCalls: true,
  });
  countRateLimits(health.registry, client);
  await expect(client.auth.test()).rejects.toThrow();
  const onTrackerError = countTrackerErrors(health.registry);
  onTrackerError('main', 'cannotTell');
  onTrackerError('main', 'cannotTell');
  countBusy(health.registry)('accept');
  const text = await (await ask('/metrics')).text();
  expect(text).toContain('\ndobrobot_api_busy_total{command="accept"} 1\n');
  expect(text).toContain('\ndobrobot_slack_rate_limited_total{method="auth.test"} 1\n');
  expect(text).toContain('\ndobrobot_tracker_errors_total{tracker="main",outcome="cannotTell"} 2\n');
  await once(slack.close(), 'close');
});

it('reads no more often than it is told, for however many ask', async () => {
  let count = 0;
  const read = keptFor(60_000, () => Promise.resolve((count += 1)));
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  expect(await read()).toBe(1);
  const always = keptFor(0, () => Promise.resolve((count += 1)));
  expect([await always(), await always()]).toEqual([2, 3]);
});
