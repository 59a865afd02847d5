import proto from '@temporalio/proto';
import type { TestNamespace } from './temporal.ts';

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
const { ResetReapplyExcludeType } = proto.temporal.api.enums.v1;

export const isSignal =
  (name: string) =>
  ({ workflowExecutionSignaledEventAttributes }: HistoryEvent): boolean =>
    workflowExecutionSignaledEventAttributes?.signalName === name;

/** Resets a workflow, as in Temporal's own UI, to its last task before an event. `again`: later signals are reapplied. */
export async function resetToBefore(
  { client, namespace }: Pick<TestNamespace, 'client' | 'namespace'>,
  workflowId: string,
  isIt: (event: HistoryEvent) => boolean,
  { again }: { readonly again: boolean },
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const task = events
    .slice(0, events.findIndex(isIt))
    .findLast((event) => event.workflowTaskCompletedEventAttributes);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: task?.eventId ?? null,
    requestId: `reset-${runId}`,
    reason: 'a test',
    resetReapplyExcludeTypes: again ? [] : [ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL],
  });
}
