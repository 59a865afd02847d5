import type { Client } from '@temporalio/client';
import type { Alert } from '../domain/alerts/alert.ts';
import { alertsSignal, changedSignal } from '../domain/messages/definitions.ts';
import type { AlertsInput, ChangedTicket } from '../domain/messages/hooks.ts';
import {
  alertsIdOf,
  alertsWorkflow,
  taskQueue,
  ticketChangedIdOf,
  ticketChangedWorkflow,
} from '../domain/messages/workflows.ts';

/** Hands over what a sender tells of its alerts. Throws Temporal's errors. */
export async function hearOfAlerts(
  client: Client,
  sender: Pick<AlertsInput, 'hook' | 'actor'>,
  alerts: readonly Alert[],
): Promise<void> {
  await client.workflow.signalWithStart(alertsWorkflow, {
    workflowId: alertsIdOf(sender.hook),
    taskQueue,
    args: [sender],
    signal: alertsSignal,
    signalArgs: [alerts],
    staticSummary: `Alerts of the hook ${sender.hook}`,
  });
}

/** Has the release of a ticket checked that changed, however often that is told. Throws Temporal's errors. */
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
