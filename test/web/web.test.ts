/** `npm run web` as operators run it, with real servers that come and go. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePort } from '../support/free-port.ts';
import { expect, it, onTestFinished } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { startChild } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { without } from '../../start/project.ts';
import type { About, Problem, QueueAnswer, TimelineAnswer } from '../../web/wire.ts';
import { releaseRow } from '../log/rows.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { eventually } from '../support/eventually.ts';
import { pageConfig } from '../support/page.ts';
import { startWeb } from '../support/processes.ts';
import { testNamespace } from '../support/temporal.ts';

const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_CONFIG_FILE: '/nowhere' };
/** The page reports an unavailable database after four seconds; the database's own timeout is ten. */
const givesUpMs = 9000;
const timelinePath = '/api/timeline?from=0&to=1000';

interface RunningPage {
  readonly child: Child;
  readonly url: string;
  readonly answer: (path: string) => Promise<readonly [number, unknown]>;
}

async function run(env: Readonly<Record<string, string>>): Promise<RunningPage> {
  const port = await freePort();
  const child = await startWeb({
    DOBROBOT_CONFIG: await pageConfig(),
    DOBROBOT_WEB_PORT: String(port),
    ...env,
  });
  onTestFinished(() => child.stop());
  const url = `http://127.0.0.1:${port}`;
  const answer = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return [response.status, await response.json()] as const;
  };
  return { child, url, answer };
}

const millisecondsOf = async (work: Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work;
  return performance.now() - from;
};

it('shows the page without Temporal and without a log, and says what is missing', async () => {
  const { url, answer } = await run(nowhere);
  const html = await fetch(url);
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  for (const path of ['page.js', 'page.css']) expect((await fetch(`${url}/${path}`)).status).toBe(200);
  const [status, about] = await answer('/api/about');
  expect([status, (about as About).logged]).toEqual([200, false]);
  expect(await answer(timelinePath)).toEqual([
    503,
    { problem: expect.stringContaining('DATABASE_URL') as string } satisfies Problem,
  ]);
  const took = await millisecondsOf(
    answer('/api/queue').then((found) => {
      expect(found).toEqual([
        503,
        { problem: expect.stringContaining('Temporal does not answer') as string },
      ]);
    }),
  );
  expect(took).toBeLessThan(givesUpMs);
});

it('shows the queue as Temporal has it, and finds a Temporal and a database that come later', async () => {
  const temporal = await testNamespace();
  const databasePort = await freePort();
  const first = await startDatabaseServer(databasePort);
  const { DATABASE_URL } = first.env;
  await first.child.kill();
  const { answer } = await run({ ...temporal.env, DATABASE_URL, TEMPORAL_UI_URL: 'http://localhost:8233/' });
  const nobody = { releases: [], locks: [], silent: ['db', 'billing'] } satisfies Partial<QueueAnswer>;
  await expect
    .poll(() => answer('/api/queue'))
    .toEqual([200, { at: expect.any(Number) as number, ...nobody }]);
  expect(await answer(timelinePath)).toEqual([
    503,
    { problem: expect.stringContaining('The release log does not answer') as string },
  ]);

  const second = await startDatabaseServer(databasePort, first.folder);
  const log = new ReleaseLog(DATABASE_URL, () => undefined);
  await log.record([releaseRow(1, { at: 500 })]);
  await log.close();
  const found = async () => ((await answer(timelinePath))[1] as TimelineAnswer).releases;
  await eventually(async () => {
    expect(await found()).toMatchObject([{ ticket: 'PAY-1' }]);
  });
  expect((await answer('/api/releases/k1'))[1]).toMatchObject({
    links: { temporal: `http://localhost:8233/namespaces/${temporal.namespace}/workflows/release%3APAY-1` },
  });

  await second.child.kill();
  expect(await answer(timelinePath)).toMatchObject([503, {}]);
  await temporal.close();
});

it('does not wait for a database that takes connections and says nothing', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  const { answer, url } = await run({ ...nowhere, DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/x` });
  const took = await millisecondsOf(
    answer(timelinePath).then(([status]) => {
      expect(status).toBe(503);
    }),
  );
  expect(took).toBeLessThan(givesUpMs);
  expect((await fetch(url)).status).toBe(200);
  mute.close();
});

it('ends with code 0 soon after SIGTERM, though somebody listens', async () => {
  const { child, url } = await run(nowhere);
  const streams = await Promise.all([1, 2, 3].map(() => fetch(`${url}/api/changes`)));
  const read = streams.map(async ({ body }) => {
    for await (const chunk of body ?? []) expect(chunk).toBeDefined();
  });
  const begin = performance.now();
  process.kill(child.pid, 'SIGTERM');
  expect(await child.ended).toBe('exit code 0');
  // The server ends the streams itself: Node would keep an idle connection for five seconds.
  expect(performance.now() - begin).toBeLessThan(4500);
  await Promise.allSettled(read);
});

it('listens on the loopback interface alone', async () => {
  const { url } = await run(nowhere);
  const port = new URL(url).port;
  // Another address of this machine, where a server on all interfaces would answer.
  await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
});

/** What it prints before it gives up. */
async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
  const child = await startChild({
    name: 'web',
    command: process.execPath,
    args: ['build/run.mjs', 'serve/main'],
    env: {
      ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'),
      ...nowhere,
      DOBROBOT_CONFIG: await pageConfig(),
      ...env,
    },
  });
  expect(await child.ended).toBe('exit code 1');
  return child.lastLines().join('\n');
}

it('refuses what nobody can have meant, and names the way out', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const database = { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' };
  expect(await refusal({ ...database, DOBROBOT_WEB_PORT: String(port) })).toBe(
    `Port ${port} for the web page is taken; DOBROBOT_WEB_PORT names another.`,
  );
  server.close();
  const refusals: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ DOBROBOT_WEB_PORT: '0' }, /^DOBROBOT_WEB_PORT is "0", which is not a port/],
    [{ DOBROBOT_WEB_HOST: '0.0.0.0' }, /^DOBROBOT_WEB_HOST is "0.0.0.0", .*DOBROBOT_WEB_OPEN=true/],
    [{ DOBROBOT_WEB_HOST: '192.0.2.1', DOBROBOT_WEB_OPEN: 'true' }, /192\.0\.2\.1.*DOBROBOT_WEB_HOST/],
    [{ DOBROBOT_WEB_OPEN: 'yes' }, /^DOBROBOT_WEB_OPEN is "yes"/],
    [{ DOBROBOT_WEB_URL: 'releases.example.com' }, /^DOBROBOT_WEB_URL is "releases.example.com"/],
    [{ DOBROBOT_WEB_URL: 'https://example.com/page' }, /such as https:\/\/example\.com, without/],
    [{ TEMPORAL_UI_URL: 'javascript:alert(1)' }, /^TEMPORAL_UI_URL is "javascript:alert\(1\)"/],
    [{ DOBROBOT_CONFIG: '/nowhere.yaml' }, /DOBROBOT_CONFIG/],
  ];
  for (const [env, words] of refusals) {
    const lines = await refusal({ ...database, DOBROBOT_WEB_PORT: String(port), ...env });
    expect(lines).toMatch(words);
    expect(lines.split('\n')).toHaveLength(1);
  }
});

it('is on other interfaces where everyone may see it', async () => {
  const { url } = await run({ ...nowhere, DOBROBOT_WEB_HOST: '0.0.0.0', DOBROBOT_WEB_OPEN: 'true' });
  expect((await fetch(`http://127.0.0.2:${new URL(url).port}/api/about`)).status).toBe(200);
});
