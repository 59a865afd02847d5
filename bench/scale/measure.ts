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
/** Of those that are asked after a cold start, whoever asks first does not wait for the others. */
const first = 100;

/** What so many of them cost their worker. */
export interface Costs {
  /** The one whose history is shown for all. */
  readonly history: History;
  /** What the worker has of the machine's memory without any, and with them. */
  readonly emptyMb: number;
  readonly residentMb: number;
  /** What each adds when there is no garbage: to that, to what is alive in the heap, and to what is outside of the heap. */
  readonly eachKb: number;
  readonly heapKb: number;
  readonly outsideKb: number;
  /** All but the first tenth of them, which nothing above counts either. */
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
    const emptyMb = await worker.residentMb();
    const open = async (some: readonly number[]) => {
      await each(some, (n) => kind.begin(client, n));
      const waiting = each(some, (n) => untilWaiting(client, kind.idOf(n)));
      await Promise.race([waiting, ...livingChildren().map(death)]);
      await sleep(settleMs);
    };
    const all = Array.from({ length: count }, (_, n) => n);
    // The first ones make the worker ready for any number: code is compiled, connections are opened.
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
