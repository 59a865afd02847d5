import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { lockStateQuery, orderSignal } from '../../domain/messages/definitions.ts';
import { lockRequest } from './lock-requests.ts';

/**
 * Queries a lock without a worker several times, then has a release acquire it. What follows a query that waits for a worker
 * waits as well.
 */
export async function askedAndWanted(lock: WorkflowHandle, n: number) {
  const queries = Array.from({ length: 8 }, () => lock.query(lockStateQuery).catch(() => null));
  await sleep(500);
  const wantedAt = Date.now();
  await lock.signal(orderSignal('acquire'), lockRequest(`W-${n}`, n, { mode: 'shared' }));
  return { wantedAt, answers: Promise.all(queries) };
}
