import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { History } from './cost.ts';

/** The histories of all runs of a workflow, starting with the given run. */
export async function historiesOf(
  client: Client,
  workflowId: string,
  firstRunId: string,
): Promise<History[]> {
  const histories: History[] = [];
  let runId: string | null = firstRunId;
  while (runId !== null) {
    const history: History = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(history);
    const last = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    runId = last?.newExecutionRunId ?? null;
  }
  return histories;
}

/** When a workflow first received this signal, epoch ms of the server. */
export function heard(history: History, signal: string): number {
  return timeOf(history, (event) => event.workflowExecutionSignaledEventAttributes?.signalName === signal);
}

/** When a workflow first sent this signal, epoch ms of the server. */
export function said(history: History, signal: string): number {
  return timeOf(
    history,
    (event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes?.signalName === signal,
  );
}

type Event = NonNullable<History['events']>[number];

function timeOf({ events }: History, isIt: (event: Event) => boolean): number {
  const time = events?.find(isIt)?.eventTime;
  if (!time) throw new Error('A history lacks a signal that it must have.');
  return tsToMs(time);
}
