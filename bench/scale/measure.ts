import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { died, livingChildren } from '../../start/child.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import type { Child } from '../../start/child.ts';
import type { History } from '../cost.ts';
import { each } from './each.ts';
import type { Kind } from './kinds.ts';
import { MeasuredWorker } from './measured-worker.ts';
import type { Needs } from './measured-worker.ts';
import { onServers } from './servers.ts';

const settleMs = 5000;
/** How many workflows are queried first after a cold start, without waiting for the rest. */
const first = 100;

/** What the measured workflows cost their worker. */
export interface Costs {
  /** The history of one of them, as an example. */
  readonly history: History;
  /** The resident memory of the worker without and with them. */
  readonly emptyMb: number;
  readonly residentMb: number;
  /** What each one adds without garbage: to resident memory, to live heap, and to memory outside the heap. */
  readonly eachKb: number;
  readonly heapKb: number;
  readonly outsideKb: number;
  /** The time to open the last nine tenths. The three figures above are relative to these, too. */
  readonly openSeconds: number;
  /** From the start of a cold worker until it is ready, until the first ones have answered, and until all have. */
  readonly readySeconds: number;
  readonly firstSeconds: number;
  readonly allSeconds: number;
  readonly coldMb: number;
  /** The share of one processor that the idle worker uses. */
  readonly idleLoad: number;
}

export const measure = (kind: Kind, count: number, idleSeconds: number): Promise<Costs> =>
  onServers(count, async (client, env) => {
    const start = () => MeasuredWorker.start(kind.script, kind.readyLine, env);
    const worker = await start();
    await kind.untilReady(client);
    await sleep(settleMs);
    const emptyMb = await worker.residentMb();
    const open = async (some: readonly number[]) => {
      await each(some, (n) => kind.begin(client, n));
      const waiting = each(some, (n) => untilWaiting(client, kind.idOf(n)));
      await Promise.race([waiting, ...livingChildren().map(death)]);
      await sleep(settleMs);
    };
    const all = Array.from({ length: count }, (_, n) => n);
    // The first tenth warms the worker up: code gets compiled, connections get opened.
    const rest = all.slice(Math.ceil(count / 10));
    await open(all.slice(0, -rest.length));
    const before = await worker.withoutGarbage();
    const from = performance.now();
    await open(rest);
    const openSeconds = (performance.now() - from - settleMs) / 1000;
    const residentMb = await worker.residentMb();
    const idleLoad = await worker.idleLoad(idleSeconds);
    const after = await worker.withoutGarbage();
    const more = (of: keyof Needs) => ((after[of] - before[of]) * 1024) / rest.length;
    const added = { eachKb: more('residentMb'), heapKb: more('heapMb'), outsideKb: more('outsideMb') };
    const history = await client.workflow.getHandle(kind.idOf(0)).fetchHistory();
    await worker.child.kill();

    const cold = await start();
    const ask = (n: number) => client.workflow.getHandle(kind.idOf(n)).query(statusQuery);
    await each(all.slice(0, first), ask);
    const firstSeconds = cold.age();
    await each(all, ask);
    const allSeconds = cold.age();
    const coldMb = await cold.residentMb();
    const { readySeconds } = cold;
    const times = { openSeconds, readySeconds, firstSeconds, allSeconds };
    return { history, emptyMb, residentMb, ...added, coldMb, idleLoad, ...times };
  });

async function death(child: Child): Promise<never> {
  throw died(child, await child.ended);
}

/** Waits until the workflow has made progress and nothing of it is pending. */
async function untilWaiting(client: Client, workflowId: string): Promise<void> {
  for (;;) {
    const { historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
    const underWay = (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);
    if (!underWay && historyLength > startLength) return;
    await sleep(500);
  }
}

/** The events of a workflow before its first progress: start, signal, workflow task. */
const startLength = 4;
