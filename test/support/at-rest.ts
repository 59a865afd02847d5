import type { WorkflowHandle } from '@temporalio/client';
import { expect, vi } from 'vitest';

/**
 * Until nothing is under way in a workflow, and returns how long its history is then. A query may be answered while the task is still under way that is
 * about to set a timer, over which the clock of a time-skipping server must not jump.
 */
export const atRest = (handle: WorkflowHandle): Promise<number> =>
  vi.waitFor(async () => {
    const { events = [] } = await handle.fetchHistory();
    const last = events?.at(-1);
    const underWay =
      last?.workflowTaskScheduledEventAttributes ??
      last?.workflowTaskStartedEventAttributes ??
      last?.workflowExecutionSignaledEventAttributes ??
      last?.activityTaskScheduledEventAttributes ??
      last?.activityTaskStartedEventAttributes ??
      last?.signalExternalWorkflowExecutionInitiatedEventAttributes ??
      null;
    expect(underWay).toBeNull();
    return events?.length ?? 0;
  }, 20_000);
