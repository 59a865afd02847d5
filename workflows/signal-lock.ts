import type { SignalDefinition } from '@temporalio/common';
import { ApplicationFailure, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import { orderSignal } from '../domain/messages/definitions.ts';
import type { AddressedOrder } from '../domain/messages/lock-messages.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';

/**
 * Tells a coordinator something; while there is none, waits for its successor, which comes by itself. Whatever a release has is claimed once:
 * the successor asks, and of a lock that nobody knows there is none.
 */
export async function signalLock({ type, component, payload }: AddressedOrder): Promise<void> {
  if (type === 'claim') {
    await signalIfOpen(lockIdOf(component), orderSignal(type), payload);
    return;
  }
  while (!(await signalIfOpen(lockIdOf(component), orderSignal(type), payload))) await sleep('2 seconds');
}

/** Signals another workflow; false if no open one has that ID, which is how the dead are found. */
export async function signalIfOpen<Payload extends unknown[]>(
  workflowId: string,
  signal: SignalDefinition<Payload>,
  ...payload: Payload
): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, ...payload);
    return true;
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === 'ExternalWorkflowExecutionNotFound')
      return false;
    throw error;
  }
}
