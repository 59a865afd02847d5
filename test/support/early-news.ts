import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { lockStateQuery, orderSignal } from '../../domain/messages/definitions.ts';
import { lockRequest } from './lock-requests.ts';

/** While a lock has no worker, it is asked often, and somebody wants it: what comes after a query that waits for a worker waits as well. */
export async function askedAndWanted(lock: WorkflowHandle, n: number) {
  const queries = Array.from({ length: 8 }, () => lock.query(lockStateQuery).catch(() => null));
  await sleep(500);
  const wantedAt = Date.now();
  await lock.signal(orderSignal('acquire'), lockRequest(`W-${n}`, n, { mode: 'shared' }));
  return { wantedAt, answers: Promise.all(queries) };
}
