import type { SignalDefinition } from '@temporalio/common';
import { ApplicationFailure, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import { orderSignal } from '../domain/messages/definitions.ts';
import type { AddressedOrder } from '../domain/messages/lock-messages.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';

/**
 * Signals a coordinator. If there is none, tries again until its successor, which comes by itself, is there. A claim is sent only once: a
 * successor asks for it again, and a claim may name a component that has no lock.
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
    // Somebody has to see to it first, and each attempt costs events.
    if (reached === 'full') waitMs = Math.min(2 * waitMs, 60 * minuteMs);
  }
}

const minuteMs = 60_000;

/**
 * Signals another workflow. False if no open one has that ID, which is how the dead are found. True for one that is stuck, though it gets
 * nothing.
 */
export async function signalIfOpen<Payload extends unknown[]>(
  workflowId: string,
  signal: SignalDefinition<Payload>,
  ...payload: Payload
): Promise<boolean> {
  return (await signalled(workflowId, signal, ...payload)) !== 'gone';
}

/** `full`: it is stuck, and Temporal takes no more signals for it, as after 10,000 for one run. */
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
