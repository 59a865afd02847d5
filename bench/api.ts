/**
 * `npm run bench:api`: compares the cost of a command through the HTTP API with the same update sent by the SDK's client, in one run on one
 * server. Then measures one worker under 100 waiting pipelines and 50 commands a second. `npm run bench:api -- 300` keeps up that load for
 * 300 seconds instead of 20. Prints Markdown.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import getPort from 'get-port';
import { randomUUID } from 'node:crypto';
import { interruption } from '../start/interruption.ts';
import { startNodeChild } from '../start/node-child.ts';
import { ApiUser } from './api/api-user.ts';
import { accept, freezeAndUnfreeze } from './api/exchanges.ts';
import type { Exchange } from './api/exchanges.ts';
import { underLoad } from './api/load.ts';
import { releases, requester } from './scale/kinds.ts';
import { onServers } from './scale/servers.ts';
import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

const seconds = Number(process.argv[2] ?? 20);
if (!(seconds > 0)) throw new Error('For how many seconds? npm run bench:api -- 300');

const rounds = 100;
/** Rounds that are not counted. */
const warmingRounds = 10;
const waiting = 100;

/** Leaves time for the effects of a command, such as messages, before the next one. In ms. */
const pauseMs = 200;

/** Alternates between the two, so that other load on the machine affects both alike. */
async function compare({ name, byApi, byClient }: Exchange): Promise<readonly string[]> {
  const times = { api: [] as number[], client: [] as number[] };
  for (let round = 0; round < warmingRounds + rounds; round += 1) {
    const ways = [['api', byApi] as const, ['client', byClient] as const];
    for (const [way, exchange] of round % 2 === 0 ? ways : ways.reverse()) {
      const from = performance.now();
      await exchange(round, randomUUID());
      if (round >= warmingRounds) times[way].push(performance.now() - from);
      await sleep(pauseMs);
    }
  }
  const of = (part: number) => [quantile(times.api, part), quantile(times.client, part)];
  return [
    name,
    ...of(0.5).map((ms) => number(ms)),
    ...of(0.95).map((ms) => number(ms)),
    number(median(times.api) / median(times.client), 2),
  ];
}

async function untilChecked(client: Client, count: number): Promise<void> {
  const query = "DobroStage = 'awaiting_approval' AND ExecutionStatus = 'Running'";
  while ((await client.workflow.count(query)).count < count) await sleep(200);
}

async function bench(): Promise<void> {
  const open = waiting + 1;
  await onServers(open, async (client, env) => {
    const worker = await startNodeChild('worker', env);
    await releases.untilReady(client);
    const port = await getPort();
    const web = await startNodeChild('web', { ...env, DOBROBOT_WEB_PORT: String(port) });
    const users = await ApiUser.several(`http://127.0.0.1:${port}`, env, requester, 10);
    const [first] = users;
    if (first === undefined) throw new Error('There is nobody');
    for (let n = 0; n < open; n += 1) await releases.begin(client, n);
    await untilChecked(client, open);

    const approver = await ApiUser.of(`http://127.0.0.1:${port}`, env, 'U_ANN');
    const head = ['', 'API: median ms', 'client: median ms', 'API: p95 ms', 'client: p95 ms', '× client'];
    const rows = [await compare(accept(client, first)), await compare(freezeAndUnfreeze(client, approver))];
    console.log(`${table(head, rows)}\n`);
    console.log(await underLoad({ users, worker, web, waiting, seconds }));
  });
}

await Promise.race([interruption(), bench()]);
process.exit(0);
