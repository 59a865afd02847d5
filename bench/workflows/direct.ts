import {
  condition,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { stateQuery } from '../../domain/messages/definitions.ts';
import { acquireSignal, grantedSignal, releaseSignal, successorSignal } from '../names.ts';
import type { HolderInput, Line } from '../names.ts';
import { setGate } from './gate.ts';

/**
 * The floor without the lock in between: the lock tells each holder its successor, and holders pass the token on directly. As minimal as
 * the floor and as unfit for use: no priorities, and no holder may die.
 */
export async function directLock(): Promise<never> {
  const arrived: string[] = [];
  /** The holder and the waiters, as far as the lock knows. */
  const line: string[] = [];
  setHandler(defineSignal<[string]>(acquireSignal), (holderId) => {
    arrived.push(holderId);
  });
  setHandler(defineSignal<[string]>(releaseSignal), (holderId) => {
    line.splice(line.indexOf(holderId), 1);
  });
  setHandler(defineQuery<Line>(stateQuery.name), () => ({ holders: line.slice(0, 1), queue: line.slice(1) }));
  for (;;) {
    await condition(() => arrived.length > 0);
    const told = arrived.splice(0).map((next) => {
      const before = line.at(-1);
      line.push(next);
      return before === undefined
        ? getExternalWorkflowHandle(next).signal(grantedSignal, 1)
        : getExternalWorkflowHandle(before).signal(successorSignal, next);
    });
    await Promise.all(told);
  }
}

export async function directHolder({ lockId, gated }: HolderInput): Promise<void> {
  const { workflowId } = workflowInfo();
  let token: number | null = null;
  const successors: string[] = [];
  setHandler(defineSignal<[number]>(grantedSignal), (granted) => {
    token = granted;
  });
  setHandler(defineSignal<[string]>(successorSignal), (next) => {
    successors.push(next);
  });
  const gate = setGate(gated);
  const lock = getExternalWorkflowHandle(lockId);
  await lock.signal(acquireSignal, workflowId);
  await condition(() => token !== null && gate.open);
  const handedOn = successors.map((next) =>
    getExternalWorkflowHandle(next).signal(grantedSignal, Number(token) + 1),
  );
  await Promise.all([...handedOn, lock.signal(releaseSignal, workflowId)]);
}
