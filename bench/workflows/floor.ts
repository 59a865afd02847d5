import {
  condition,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { stateQuery } from '../../domain/messages/definitions.ts';
import { acquireSignal, grantedSignal, releaseSignal, startedSignal } from '../names.ts';
import type { HolderInput, Line } from '../names.ts';
import { setGate } from './gate.ts';

/**
 * The minimal lock that passes a token by signals: first come, first served, with no memory, no dying holders and no freezes. Its cost is
 * the lower bound for any lock built on signals.
 */
export async function floorLock(): Promise<never> {
  const queue: string[] = [];
  let holder: string | null = null;
  let token = 0;
  let onProduction = false;
  setHandler(defineSignal<[string]>(acquireSignal), (holderId) => {
    queue.push(holderId);
  });
  setHandler(defineSignal<[number]>(startedSignal), (started) => {
    onProduction ||= started === token;
  });
  setHandler(defineSignal<[number]>(releaseSignal), (released) => {
    if (released === token) holder = null;
  });
  setHandler(defineQuery<Line>(stateQuery.name), () => ({ holders: holder === null ? [] : [holder], queue }));
  for (;;) {
    await condition(() => holder === null && queue.length > 0);
    const next = queue.shift();
    if (next === undefined) continue;
    holder = next;
    token += 1;
    onProduction = false;
    await getExternalWorkflowHandle(next).signal(grantedSignal, token);
  }
}

export async function floorHolder({ lockId, gated, starts }: HolderInput): Promise<void> {
  let token: number | null = null;
  setHandler(defineSignal<[number]>(grantedSignal), (granted) => {
    token = granted;
  });
  const gate = setGate(gated);
  const lock = getExternalWorkflowHandle(lockId);
  await lock.signal(acquireSignal, workflowInfo().workflowId);
  await condition(() => token !== null && gate.open);
  if (starts) await lock.signal(startedSignal, token);
  await lock.signal(releaseSignal, token);
}

/** The cost of any workflow, even an empty one. */
export function nothing(): Promise<void> {
  return Promise.resolve();
}
