/** What is wrong with runs of workflows, as their histories tell. */
import proto from '@temporalio/proto';

const { WorkflowTaskFailedCause: causes, TimeoutType: timeouts } = proto.temporal.api.enums.v1;
type Event = proto.temporal.api.history.v1.IHistoryEvent;

/** Causes for which the server takes back a task although nothing is wrong with it, and gives it again with the news. */
const normalCauses: ReadonlySet<unknown> = new Set([
  // A signal or an update came while the task ended the run.
  causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
  // More came during the task than the server buffers.
  causes.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  // The worker that has the run in its cache did not take the task in time, so any may.
  causes.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
]);

/** Why a workflow may end as failed: somebody started it with something malformed, or one that there is not. */
const ownFailures: ReadonlySet<unknown> = new Set(['Malformed', 'NoSuchWorkflow']);

function troubleOf(event: Event): string | null {
  const failed = event.workflowTaskFailedEventAttributes;
  if (failed) {
    const cause = failed.cause ?? causes.WORKFLOW_TASK_FAILED_CAUSE_UNSPECIFIED;
    return normalCauses.has(cause) ? null : `${causes[cause]}: ${failed.failure?.message ?? ''}`;
  }
  const late = event.workflowTaskTimedOutEventAttributes;
  // A task that waited too long for the worker with the run in its cache goes to any worker.
  if (late) return late.timeoutType === timeouts.TIMEOUT_TYPE_SCHEDULE_TO_START ? null : 'a task timed out';
  if (event.workflowExecutionTerminatedEventAttributes) return 'was ended';
  const failure = event.workflowExecutionFailedEventAttributes?.failure;
  // An alias ends so if its release is gone and left no result.
  if (failure?.canceledFailureInfo) return null;
  return failure && !ownFailures.has(failure.applicationFailureInfo?.type)
    ? `failed: ${failure.message ?? ''}`
    : null;
}

/** The beginning of the first payload of an input. */
export function firstText(of: { readonly input?: proto.temporal.api.common.v1.IPayloads | null }): string {
  // An empty payload has a plain list.
  const data = Uint8Array.from(of.input?.payloads?.[0]?.data ?? []);
  return new TextDecoder().decode(data.slice(0, 500));
}

/** Failed and timed-out workflow tasks, a failure that nobody planned, and an end by the server; each after the last signal before it. */
export const troublesOf = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event, index) => {
    const trouble = troubleOf(event);
    if (trouble === null) return [];
    const last = events
      .slice(0, index)
      .findLast(
        (before) => before.workflowExecutionSignaledEventAttributes,
      )?.workflowExecutionSignaledEventAttributes;
    const after = last ? ` after ${last.signalName ?? ''} ${firstText(last)}` : '';
    return [`${trouble}${after}`];
  });

/** Whether a task of the run has begun or waits, so that nobody knows yet how it ends. */
export const hasOpenTask = (events: readonly Event[]): boolean => {
  const last = events.findLast(
    (event) =>
      event.workflowTaskScheduledEventAttributes ??
      event.workflowTaskCompletedEventAttributes ??
      event.workflowTaskFailedEventAttributes ??
      event.workflowTaskTimedOutEventAttributes,
  );
  const isOver = ['Completed', 'Failed', 'Terminated', 'TimedOut', 'Canceled', 'ContinuedAsNew'].some(
    (end) => (events.at(-1) as Record<string, unknown>)[`workflowExecution${end}EventAttributes`],
  );
  return !isOver && Boolean(last?.workflowTaskScheduledEventAttributes);
};
