import type { Client } from '@temporalio/client';
import { mostAlerts } from '../domain/alerts/alert.ts';
import type { Alert } from '../domain/alerts/alert.ts';
import { inBatches } from '../domain/in-batches.ts';
import { alertsSignal, changedSignal } from '../domain/messages/definitions.ts';
import type { AlertsInput, ChangedTicket, GateInput, GateRequest } from '../domain/messages/hooks.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import {
  alertsIdOf,
  alertsWorkflow,
  gateIdOf,
  gateWorkflow,
  taskQueue,
  ticketChangedIdOf,
  ticketChangedWorkflow,
} from '../domain/messages/workflows.ts';

/** Starts the gate that approves or refuses a deployment; once, however often it is called. Throws Temporal's errors. */
export async function openGate(client: Client, asked: GateRequest): Promise<void> {
  await unlessTaken(
    client.workflow.start<(input: GateInput) => Promise<void>>(gateWorkflow, {
      workflowId: gateIdOf(asked),
      taskQueue,
      args: [{ asked }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `A deployment of ${asked.repository} to ${asked.environment}`,
    }),
  );
}

/** Passes on the alerts of a sender, any number of them. Throws Temporal's errors: then all may be sent again. */
export async function hearOfAlerts(
  client: Client,
  sender: Pick<AlertsInput, 'hook' | 'actor'>,
  alerts: readonly Alert[],
): Promise<void> {
  for await (const batch of inBatches(alerts, mostAlerts)) {
    await client.workflow.signalWithStart(alertsWorkflow, {
      workflowId: alertsIdOf(sender.hook),
      taskQueue,
      args: [sender],
      signal: alertsSignal,
      signalArgs: [batch],
      staticSummary: `Alerts of the hook ${sender.hook}`,
    });
  }
}

/** Has the release of a changed ticket checked; may be called any number of times. Throws Temporal's errors. */
export async function hearOfTicket(client: Client, changed: ChangedTicket): Promise<void> {
  await client.workflow.signalWithStart(ticketChangedWorkflow, {
    workflowId: ticketChangedIdOf(changed.hook, changed.ticket),
    taskQueue,
    args: [changed],
    signal: changedSignal,
    signalArgs: [],
    staticSummary: `${changed.ticket} changed, says the hook ${changed.hook}`,
  });
}
