import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { stateQuery } from '../../domain/messages/definitions.ts';
import { lockIdOf, releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import type { History } from '../cost.ts';
import { beginSignal, floorTaskQueue, floorWorkflow } from './names.ts';
import { stepsOf } from './steps.ts';

export const requester = 'U_DAN';
export const approver = 'U_ANN';
export const ticketOf = (n: number): string => `SCALE-${n}`;

/** A kind of workflow to measure. */
export interface Kind {
  readonly name: string;
  /** The script of the worker, and the line it prints when it is ready. */
  readonly script: string;
  readonly readyLine: string;
  readonly idOf: (n: number) => string;
  /** Resolves when the worker has finished its own start-up work. */
  readonly untilReady: (client: Client) => Promise<void>;
  readonly begin: (client: Client, n: number) => Promise<unknown>;
}

/** Each critical component has a lock, which asks all releases for its state first. */
export const components = Array.from({ length: 100 }, (_, n) => `component-${n}`);

export async function untilLockKnows(client: Client, component: string): Promise<void> {
  const lock = client.workflow.getHandle(lockIdOf(component));
  while ((await lock.query<LockView>(stateQuery)).rebuilding) await sleep(100);
}

async function untilLocksKnow(client: Client): Promise<void> {
  for (const component of components) await untilLockKnows(client, component);
}

export const releases: Kind = {
  name: 'releases',
  script: 'worker/main.ts',
  readyLine: 'worker ready',
  idOf: (n) => releaseIdOf(ticketOf(n)),
  untilReady: untilLocksKnow,
  begin: (client, n) =>
    client.workflow.signalWithStart(releaseWorkflow, {
      workflowId: releaseIdOf(ticketOf(n)),
      taskQueue,
      signal: 'request',
      signalArgs: [{ actor: requester }],
    }),
};

const floorIdOf = (n: number): string => `floor:${n}`;

/** Bare workflows that do what the workflow of this history did. */
export function floorOf(history: History): Kind {
  const steps = stepsOf(history);
  return {
    name: 'floor',
    script: 'bench/scale/floor-worker.ts',
    readyLine: 'floor ready',
    idOf: floorIdOf,
    untilReady: () => Promise.resolve(),
    begin: (client, n) =>
      client.workflow.signalWithStart(floorWorkflow, {
        workflowId: floorIdOf(n),
        taskQueue: floorTaskQueue,
        signal: beginSignal,
        signalArgs: [steps],
      }),
  };
}
