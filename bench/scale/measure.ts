import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { died } from '../../start/child.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import type { History } from '../cost.ts';
import type { Kind } from './kinds.ts';
import { MeasuredWorker } from './measured-worker.ts';
import { onServers } from './servers.ts';

const atOnce = 20;
const settleMs = 5000;
/** Of those that are asked after a cold start, whoever asks first does not wait for the others. */
const first = 100;

/** What so many of them cost their worker. */
export interface Costs {
  /** The one whose history is shown for all. */
  readonly history: History;
  /** What the worker has of the machine's memory without any, and with them. */
  readonly emptyMb: number;
  readonly residentMb: number;
  /** What each adds to that, when there is no garbage. */
  readonly eachKb: number;
  /** Alive in the heap more than without them, of each. */
  readonly heapKb: number;
  readonly openSeconds: number;
  /** From the start of a worker with nothing in its memory until it is ready, and until so many were asked and answered. */
  readonly readySeconds: number;
  readonly firstSeconds: number;
  readonly allSeconds: number;
  readonly coldMb: number;
  /** The part of one processor that the worker takes while nothing happens. */
  readonly idleLoad: number;
}

export const measure = (kind: Kind, count: number, idleSeconds: number): Promise<Costs> =>
  onServers(count, async (client, env) => {
    const start = () => MeasuredWorker.start(kind.script, kind.readyLine, env);
    const worker = await start();
    await kind.untilReady(client);
    await sleep(settleMs);
    const emptyHeapMb = await worker.heapMb();
    const emptyMb = await worker.residentMb();

    const from = performance.now();
    await each(count, (n) => kind.begin(client, n));
    await Promise.race([
      each(count, (n) => untilWaiting(client, kind.idOf(n))),
      worker.child.ended.then((ending) => {
        throw died(worker.child, ending);
      }),
    ]);
    const openSeconds = (performance.now() - from) / 1000;
    await sleep(settleMs);
    const residentMb = await worker.residentMb();
    const idleLoad = await worker.idleLoad(idleSeconds);
    const heapKb = (((await worker.heapMb()) - emptyHeapMb) * 1024) / count;
    const eachKb = (((await worker.residentMb()) - emptyMb) * 1024) / count;
    const history = await client.workflow.getHandle(kind.idOf(0)).fetchHistory();
    await worker.child.kill();

    const cold = await start();
    const ask = (n: number) => client.workflow.getHandle(kind.idOf(n)).query(statusQuery);
    await each(Math.min(first, count), ask);
    const firstSeconds = cold.age();
    await each(count, ask);
    const allSeconds = cold.age();
    const coldMb = await cold.residentMb();
    const { readySeconds } = cold;
    const times = { openSeconds, readySeconds, firstSeconds, allSeconds };
    return { history, emptyMb, residentMb, eachKb, heapKb, coldMb, idleLoad, ...times };
  });

/** `atOnce` of them at a time. */
async function each(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  const left = Array.from({ length: count }, (_, index) => index).values();
  const takeTurns = async () => {
    for (const n of left) await work(n);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}

/** Until it has begun something, and nothing of that is under way. */
async function untilWaiting(client: Client, workflowId: string): Promise<void> {
  for (;;) {
    const { historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
    const underWay = (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);
    if (!underWay && historyLength > startLength) return;
    await sleep(500);
  }
}

/** The events of one that nobody has carried on yet: start, signal, workflow task. */
const startLength = 4;
