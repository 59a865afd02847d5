import { ServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { LockMemo } from '../domain/messages/memo.ts';
import { lockIdOf, lockWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import { isGrpcError } from './grpc.ts';
import { orNull } from './or-null.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { all, isRunning, lockShown, ofType } from './visibility.ts';

/** The open coordinators by workflow ID, with what their memos show; null until a coordinator knows its lock. Throws Temporal's errors. */
export async function openLocks(client: Client): Promise<ReadonlyMap<string, LockMemo['lock'] | null>> {
  const open = new Map<string, LockMemo['lock'] | null>();
  const query = all(ofType(lockWorkflow), isRunning);
  for await (const listed of client.workflow.list({ query })) {
    open.set(listed.workflowId, lockShown(listed));
  }
  return open;
}

export async function startLock(client: Client, component: string): Promise<void> {
  await unlessTaken(
    client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
      staticSummary: `Who may release ${component}`,
    }),
  );
}

/** Temporal's error for a stuck run that has received the most signals that it keeps: 10,000. */
const signalLimit = /limit for signal events/;

/**
 * Signals a workflow. Ignores one that is gone (a coordinator asks again when it is back) and one whose signal limit is reached, so that
 * the loop over all of them goes on.
 */
export async function signalIfPossible<Payload>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<[Payload]>,
  payload: Payload,
): Promise<void> {
  try {
    await orNull(client.workflow.getHandle(workflowId).signal(signal, payload));
  } catch (error) {
    const reason = error instanceof ServiceError ? error.cause : error;
    if (!isGrpcError(reason, 'invalidArgument') || !signalLimit.test(String(reason))) throw error;
  }
}
