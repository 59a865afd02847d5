/**
 * `npm run bench:locks`: the cost and duration of handing a lock over, compared with the minimal lock, in one run on one server. Prints
 * Markdown; `docs/performance.md` says how to read it. Takes about ten minutes.
 */
import type { Client } from '@temporalio/client';
import { costOf, minus, sum } from './cost.ts';
import type { Cost } from './cost.ts';
import { direct, floor, floorStarted, lineUp, lockStarted, lockUnstarted } from './drain.ts';
import type { Drain, Pair } from './drain.ts';
import { proceed, world } from './releases.ts';
import type { Procession } from './releases.ts';
import { onServer } from './server.ts';
import { median, medianCost, quantile } from './statistics.ts';
import { number, table } from './table.ts';
import { taskQueue } from '../domain/messages/workflows.ts';

const rounds = 5;
const pairs = [floor, lockUnstarted, floorStarted, lockStarted, direct];
const ms = (value: number): string => number(value, 0);

async function costs(client: Client): Promise<string> {
  const drains = new Map<Pair, Drain[]>(pairs.map((pair) => [pair, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [pair, done] of drains) done.push(await (await lineUp(client, pair, 20))());
  }
  const facts = [...drains].map(([pair, done]) => ({
    name: pair.name,
    lock: medianCost(done.map(({ lock }) => lock)),
    holder: medianCost(done.map(({ holder }) => holder)),
    handOvers: done.flatMap(({ handOvers }) => handOvers),
  }));
  const [least] = facts;
  if (least === undefined) throw new Error('Nothing was measured.');
  const total = (of: { readonly lock: Cost; readonly holder: Cost }) => sum([of.lock, of.holder]);
  const rows = facts.map((fact) => [
    fact.name,
    ...[fact.lock, fact.holder].flatMap((cost) => [number(cost.events), number(cost.bytes, 0)]),
    number(total(fact).actions),
    ms(median(fact.handOvers)),
    ms(quantile(fact.handOvers, 0.95)),
    ...(['events', 'bytes', 'actions'] as const).map((of) => number(total(fact)[of] / total(least)[of], 2)),
    number(median(fact.handOvers) / median(least.handOvers), 2),
  ]);
  const of = (what: string) => [`${what}: events`, 'bytes'];
  const head = ['', ...of('lock'), ...of('holder'), 'actions', 'median ms', 'p95 ms'];
  return table([...head, '× events', '× bytes', '× actions', '× time'], rows);
}

/** Starts to drain all queues at once. */
async function throughput(client: Client, locks: number, waiters: number): Promise<string> {
  const rows: string[][] = [];
  for (const pair of [floorStarted, lockStarted]) {
    const lines = await Promise.all(Array.from({ length: locks }, () => lineUp(client, pair, waiters)));
    const drains = await Promise.all(lines.map((go) => go()));
    const handOvers = drains.flatMap((drain) => drain.handOvers);
    const seconds =
      (Math.max(...drains.map(({ to }) => to)) - Math.min(...drains.map(({ from }) => from))) / 1000;
    rows.push([
      pair.name,
      number(handOvers.length / seconds),
      ms(median(handOvers)),
      ms(quantile(handOvers, 0.95)),
    ]);
  }
  return table([`${locks} × ${waiters}`, 'per second', 'median ms', 'p95 ms'], rows);
}

/** The share of a real release that is due to locks: its cost beyond that of a release without any. */
async function shares(client: Client): Promise<string> {
  const done = new Map<number, Procession[]>([0, 1, 2].map((lockCount) => [lockCount, []]));
  for (let round = 0; round < 3; round += 1) {
    for (const [lockCount, processions] of done) processions.push(await proceed(client, lockCount, 10));
  }
  const nothing = await costOfNothing(client);
  const holder = minus((await (await lineUp(client, floorStarted, 20))()).holder, nothing);
  const free = medianCost((done.get(0) ?? []).map(({ release }) => release));
  const row = (name: string, cost: Cost, lock: Cost | null, handOvers: readonly number[]) => [
    name,
    ...[number(cost.events), number(cost.bytes, 0), number(cost.actions)],
    ...(lock === null ? ['', '', ''] : [number(lock.events), number(lock.bytes, 0), number(lock.actions)]),
    ...(handOvers.length === 0 ? ['', ''] : [ms(median(handOvers)), ms(quantile(handOvers, 0.95))]),
  ];
  const rows = [...done].slice(1).map(([lockCount, processions]) => {
    const release = medianCost(processions.map((procession) => procession.release));
    const lock = medianCost(processions.map((procession) => procession.lock));
    const handOvers = processions.flatMap((procession) => procession.handOvers);
    return row(`share of a release with ${lockCount} lock(s)`, minus(release, free), lock, handOvers);
  });
  const head = ['', 'events', 'bytes', 'actions', 'locks: events', 'bytes', 'actions', 'median ms', 'p95 ms'];
  return table(head, [
    row('a release without locks, all of it', free, null, []),
    ...rows,
    row('floor, told of the start: share of a holder', holder, null, []),
  ]);
}

async function costOfNothing(client: Client): Promise<Cost> {
  const handle = await client.workflow.start('nothing', { workflowId: 'nothing', taskQueue });
  await handle.result();
  return costOf(await handle.fetchHistory());
}

await onServer(world, async (client) => {
  console.log(`${await costs(client)}\n`);
  console.log(`${await shares(client)}\n`);
  console.log(`${await throughput(client, 1, 200)}\n`);
  console.log(await throughput(client, 20, 20));
});
process.exit(0);
