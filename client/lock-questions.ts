/** The reconciler's queries to locks and releases. All throw Temporal's errors. */
import type { Client } from '@temporalio/client';
import type { LockState, ShownClaim } from '../domain/lock/lock-queue.ts';
import { lockClaimQuery, lockStateQuery, stateQuery } from '../domain/messages/definitions.ts';
import { orNull } from './or-null.ts';

/** The whole state of a lock. */
export const lockState = (client: Client, lockId: string): Promise<LockState> =>
  client.workflow.getHandle(lockId).query(lockStateQuery);

/** Whether a lock is rebuilding its state from the releases. */
export const isRebuilding = async (client: Client, lockId: string): Promise<boolean> =>
  (await client.workflow.getHandle(lockId).query(stateQuery)).rebuilding === true;

/** What a release holds or waits for at the lock of a component; null if nothing, or if the release is gone. */
export const lockClaim = (client: Client, releaseId: string, component: string): Promise<ShownClaim | null> =>
  orNull(client.workflow.getHandle(releaseId).query(lockClaimQuery, component));
