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
  for (let waitMs = minuteMs; ;) {
    const reached = await signalled(lockIdOf(component), orderSignal(type), payload);
    if (reached === 'told') return;
    await sleep(reached === 'gone' ? '2 seconds' : waitMs);
    // Somebody has to see to it first; each time costs events.
    if (reached === 'full') waitMs = Math.min(2 * waitMs, 60 * minuteMs);
  }
}

const minuteMs = 60_000;

/** Signals another workflow; false if no open one has that ID, which is how the dead are found. One that is stuck may be told nothing. */
export async function signalIfOpen<Payload extends unknown[]>(
  workflowId: string,
  signal: SignalDefinition<Payload>,
  ...payload: Payload
): Promise<boolean> {
  return (await signalled(workflowId, signal, ...payload)) !== 'gone';
}

/** `full`: it is stuck, and Temporal takes no more signals for it, as it does after 10,000 of one run. */
async function signalled<Payload extends unknown[]>(
  workflowId: string,
  signal: SignalDefinition<Payload>,
  ...payload: Payload
): Promise<'told' | 'gone' | 'full'> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, ...payload);
    return 'told';
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    if (error.type === 'ExternalWorkflowExecutionNotFound') return 'gone';
    if (error.type === 'SignalCountLimitExceeded') return 'full';
    throw error;
  }
}
