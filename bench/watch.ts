/**
 * `npm run bench:watch`: the cost of watching releases on production every 30 s by three checks of a Prometheus, on one worker, compared
 * with the same releases without a watch. `npm run bench:watch -- 200 120` sets the number of releases and the seconds to measure. Prints
 * Markdown.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { livingChildren } from '../start/child.ts';
import { interruption } from '../start/interruption.ts';
import { processorSeconds } from './process.ts';
import { each } from './scale/each.ts';
import { components, releases } from './scale/kinds.ts';
import { MeasuredWorker } from './scale/measured-worker.ts';
import { onServers } from './scale/servers.ts';
import { toProduction } from './scale/to-production.ts';
import { number, table } from './table.ts';

const [count, seconds] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 120)];
if (!(count > 0 && seconds > 0))
  throw new Error('How many releases, for how many seconds? npm run bench:watch -- 200 120');

interface Asked {
  readonly url: string;
  /** How many requests it has received so far. */
  readonly times: () => number;
  readonly close: () => void;
}

/** Answers every query as a Prometheus does when all is well. */
async function startPrometheus(): Promise<Asked> {
  let times = 0;
  const server = createServer((_, response) => {
    times += 1;
    const result = [{ metric: {}, value: [Date.now() / 1000, '0.001'] }];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, times: () => times, close: () => server.close() };
}

const checks = ['errors', 'latency', 'saturation'].map((name) => ({
  ...{ name, source: 'prom', query: `${name}{app="one"}`, above: 0.02, times: 3 },
}));

/** The components have no locks; otherwise 200 releases could not be on production at once. */
const settingsWith = (url: string, watch: object) => ({
  watch: { prom: { kind: 'prometheus', url } },
  internalHosts: ['127.0.0.1'],
  components: Object.fromEntries(
    components.map((name) => [name, { critical: false, admin: false, ...watch }]),
  ),
});

async function untilCounted(client: Client, query: string, wanted: number): Promise<void> {
  while ((await client.workflow.count(query)).count < wanted) await sleep(500);
}

/** Measures the worker and Temporal while `count` releases are on production and nothing else happens. */
const measure = async (name: string, { url, times }: Asked, watch: object): Promise<readonly string[]> =>
  onServers(
    count,
    async (client, env) => {
      const worker = await MeasuredWorker.start(releases.script, releases.readyLine, env);
      const all = [...Array(count).keys()];
      await each(all, (n) => releases.begin(client, n));
      await each(all, (n) => toProduction(client.workflow.getHandle(releases.idOf(n))));
      await untilCounted(client, "DobroStage = 'deploying' AND ExecutionStatus = 'Running'", count);
      const watches = "WorkflowType = 'watch' AND ExecutionStatus = 'Running'";
      if ('watch' in watch) await untilCounted(client, watches, count);
      // Waits until the effects of the starts are over.
      await sleep(30_000);
      const temporal = livingChildren().find((child) => child.name === 'Temporal')?.pid;
      if (temporal === undefined) throw new Error('Temporal does not run as a process of its own');
      const before = { asked: times(), temporal: await processorSeconds(temporal) };
      const load = await worker.idleLoad(seconds);
      const temporalLoad = ((await processorSeconds(temporal)) - before.temporal) / seconds;
      return [
        name,
        number(load * 100),
        number(temporalLoad * 100),
        number(await worker.residentMb(), 0),
        number(((times() - before.asked) / seconds) * 60, 0),
      ];
    },
    settingsWith(url, watch),
  );

async function bench(): Promise<void> {
  const prometheus = await startPrometheus();
  const rows = [
    await measure('not watched', prometheus, {}),
    await measure('watched every 30 s', prometheus, { watch: { for: '15m', every: '30s', checks } }),
  ];
  prometheus.close();
  const head = [
    `${count} on production`,
    'worker: part of a processor, %',
    'Temporal: %',
    'worker: MB',
    'requests a minute',
  ];
  console.log(table(head, rows));
}

await Promise.race([interruption(), bench()]);
process.exit(0);
