import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { LockView } from '../domain/lock/lock-view.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, taskQueue } from '../domain/messages/workflows.ts';
import { stateQuery } from '../domain/messages/definitions.ts';
import { costOf, minus, sum, times } from './cost.ts';
import type { Cost, History } from './cost.ts';
import { heard, historiesOf, said } from './histories.ts';
import { goSignal, grantedSignal, releaseSignal } from './names.ts';
import type { HolderInput, Line } from './names.ts';

/** A kind of lock and its holders. */
export interface Pair {
  readonly name: string;
  readonly lock: string;
  readonly holder: string;
  /** Whether holders go to production and tell the lock. */
  readonly starts: boolean;
  /** The signal by which a holder passes the lock on: to the lock, or to the next holder. */
  readonly handsOnBy: string;
}

const throughTheLock = { starts: false, handsOnBy: releaseSignal };
const ours = { ...throughTheLock, lock: lockWorkflow, holder: 'holder' };

export const floor: Pair = { ...throughTheLock, name: 'floor', lock: 'floorLock', holder: 'floorHolder' };
export const floorStarted: Pair = { ...floor, name: 'floor, told of the start', starts: true };
export const lockUnstarted: Pair = { ...ours, name: 'lock, turn not used' };
export const lockStarted: Pair = { ...ours, name: 'lock, told of the start', starts: true };
export const direct: Pair = {
  name: 'floor, handed on directly',
  lock: 'directLock',
  holder: 'directHolder',
  starts: false,
  handsOnBy: grantedSignal,
};
export const pairs = [floor, lockUnstarted, floorStarted, lockStarted, direct] as const;

/** The measurements of one drained queue. */
export interface Drain {
  /** From sending a release to granting the next one, in ms. */
  readonly handOvers: readonly number[];
  /** From sending the first release to the last grant, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** The cost per hand-over, for the lock and for a holder. */
  readonly lock: Cost;
  readonly holder: Cost;
}

/** Queues `waiters` behind one holder. The returned function lets that holder go, and so drains the queue. */
export async function lineUp(client: Client, pair: Pair, waiters: number): Promise<() => Promise<Drain>> {
  const lockId = lockIdOf(`c-${randomUUID()}`);
  const { firstExecutionRunId } = await client.workflow.start(pair.lock, { workflowId: lockId, taskQueue });
  const lockCost = async () => sum((await historiesOf(client, lockId, firstExecutionRunId)).map(costOf));
  await untilInLine(client, lockId, 0);
  await sleep(beginsWithinMs);
  const before = await lockCost();

  const start = async (gated: boolean) => {
    const input: HolderInput = { lockId, gated, starts: pair.starts };
    const workflowId = releaseIdOf(`PAY-${randomUUID().slice(0, 8)}`);
    return client.workflow.start(pair.holder, { workflowId, taskQueue, args: [input] });
  };
  const first = await start(true);
  await untilInLine(client, lockId, 1);
  const others = await inTens(waiters, () => start(false));
  await untilInLine(client, lockId, waiters + 1);
  return async () => {
    await first.signal(goSignal);
    const all = [first, ...others];
    await Promise.all(all.map((handle) => handle.result()));
    const histories = await Promise.all(all.map((handle) => handle.fetchHistory()));
    await untilInLine(client, lockId, 0);
    const lock = minus(await lockCost(), before);
    await client.workflow.getHandle(lockId).terminate();
    return { ...turnsIn(histories, pair), lock: times(lock, 1 / all.length) };
  };
}

function turnsIn(histories: readonly History[], { handsOnBy }: Pair): Omit<Drain, 'lock'> {
  const turns = histories
    .map((history) => ({ granted: heard(history, grantedSignal), history }))
    .sort((a, b) => a.granted - b.granted);
  const released = turns.slice(0, -1).map(({ history }) => said(history, handsOnBy));
  const granted = turns.slice(1).map((turn) => turn.granted);
  // Leaves out the first holder, whose `go` signal adds to its cost.
  const holders = turns.slice(1).map(({ history }) => costOf(history));
  return {
    handOvers: granted.map((at, index) => at - (released[index] ?? NaN)),
    from: Math.min(...released),
    to: Math.max(...granted),
    holder: times(sum(holders), 1 / holders.length),
  };
}

/** Time for a new coordinator to ask the releases for their state, which is not part of a hand-over. */
const beginsWithinMs = 500;

async function inTens<T>(count: number, start: () => Promise<T>): Promise<T[]> {
  const started: T[] = [];
  while (started.length < count) {
    const batch = Math.min(10, count - started.length);
    started.push(...(await Promise.all(Array.from({ length: batch }, start))));
  }
  return started;
}

/** Waits until the lock has this many holders and waiters. A new lock answers as soon as it is ready. */
async function untilInLine(client: Client, lockId: string, count: number): Promise<void> {
  const handle = client.workflow.getHandle(lockId);
  for (let look = 0; look < 200; look += 1) {
    const { holders, queue } = await handle.query<Line | LockView>(stateQuery);
    if (holders.length + queue.length === count) return;
    await sleep(500);
  }
  throw new Error(`${lockId} has not ${count} in line.`);
}
