import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { statusQuery } from '../../domain/messages/definitions.ts';
import type { History } from '../cost.ts';
import { number } from '../table.ts';
import { each } from './each.ts';
import { startLock } from '../../client/open-locks.ts';
import { lockIdOf } from '../../domain/messages/workflows.ts';
import { components, releases, requester, untilLockKnows } from './kinds.ts';
import { MeasuredWorker } from './measured-worker.ts';
import { pacesOf } from './pace.ts';
import { carryOut, toProduction } from './to-production.ts';
import { onServers } from './servers.ts';

/** Opening stops after this time, even if not all are open. */
const longestOpeningMs = 15 * 60_000;
/** How many releases are queried first after a cold start, without waiting for the rest. */
const first = 100;
/** How many releases are taken to their end at last. */
const whole = 20;

type Row = readonly [string, string];

/** The cost of releases without a comparison. */
export interface Alone {
  readonly rows: readonly Row[];
  /** The histories of those taken to their end. */
  readonly lives: readonly History[];
}

/** Opens `count` releases on one worker, measures what one and two workers sustain, and takes some releases from request to end. */
export const alone = (count: number): Promise<Alone> =>
  onServers(count, async (client, env) => {
    const start = () => MeasuredWorker.start(releases.script, releases.readyLine, env);
    const worker = await start();
    await releases.untilReady(client);
    const from = performance.now();
    const ids = await openAll(client, count);
    const rows: Row[] = [
      ['open', String(ids.length)],
      ['time to open them, s', number((performance.now() - from) / 1000, 0)],
      ['memory of the worker, MB', number(await worker.residentMb(), 0)],
      ...(await pacesWith('one worker', client, ids)),
      ['a lock begins anew: knows itself after, s', number(await lockAnewSeconds(client))],
    ];
    await worker.child.kill();
    const single = await start();
    rows.push(...(await coldStart(client, ids, [single])));
    await single.child.kill();
    rows.push(...(await coldStart(client, ids, await Promise.all([start(), start()]))));
    rows.push(...(await pacesWith('two workers', client, ids)));
    return { rows, lives: await livesOf(client, ids.slice(0, whole)) };
  });

/** How long a lock takes to rebuild its state after a termination. It asks the releases that may concern it. */
async function lockAnewSeconds(client: Client): Promise<number> {
  const [component = ''] = components;
  await client.workflow.getHandle(lockIdOf(component)).terminate();
  const from = performance.now();
  await startLock(client, component);
  await untilLockKnows(client, component);
  return (performance.now() - from) / 1000;
}

/** Returns the IDs of those that were begun in time. */
async function openAll(client: Client, count: number): Promise<readonly string[]> {
  const until = performance.now() + longestOpeningMs;
  const begun: string[] = [];
  await each([...Array(count).keys()], async (n) => {
    if (performance.now() > until) return;
    await releases.begin(client, n);
    begun.push(releases.idOf(n));
  });
  const query = "DobroStage = 'awaiting_approval' AND ExecutionStatus = 'Running'";
  while ((await client.workflow.count(query)).count < begun.length) await sleep(500);
  return begun;
}

async function coldStart(
  client: Client,
  ids: readonly string[],
  workers: readonly MeasuredWorker[],
): Promise<readonly Row[]> {
  const age = () => Math.max(...workers.map((worker) => worker.age()));
  const ask = (id: string) => client.workflow.getHandle(id).query(statusQuery);
  await each(ids.slice(0, first), ask);
  const firstSeconds = age();
  await each(ids, ask);
  const memory = await Promise.all(workers.map((worker) => worker.residentMb()));
  const cold = workers.length === 1 ? 'cold start of one' : 'cold start of two';
  return [
    [`${cold}: ready after, s`, number(Math.max(...workers.map(({ readySeconds }) => readySeconds)))],
    [`${cold}: ${first} asked and answered, s`, number(firstSeconds)],
    [`${cold}: all asked and answered, s`, number(age(), 0)],
    [`${cold}: memory, MB`, memory.map((mb) => number(mb, 0)).join(' and ')],
  ];
}

async function pacesWith(name: string, client: Client, ids: readonly string[]): Promise<readonly Row[]> {
  const found = await pacesOf(client, ids);
  return found.map(({ perSecond, median, p95 }) => [
    `${name}, ${perSecond} commands a second: median, p95, ms`,
    [median, p95].map((ms) => number(ms, 0)).join(', '),
  ]);
}

/** Takes releases to their end and returns their histories. */
async function livesOf(client: Client, ids: readonly string[]): Promise<readonly History[]> {
  return Promise.all(
    ids.map(async (id) => {
      const release = client.workflow.getHandle(id);
      await toProduction(release);
      await carryOut(release, 'depFinish', requester);
      await release.result();
      return release.fetchHistory();
    }),
  );
}
