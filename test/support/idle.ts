import type { WorkflowHandle } from '@temporalio/client';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** Resolves when a workflow has nothing to do. While one of its tasks waits for a worker, a query waits as well. */
export const untilIdle = (handle: WorkflowHandle): Promise<void> =>
  eventually(async () => {
    const { pendingWorkflowTask, pendingActivities } = (await handle.describe()).raw;
    expect({ pendingWorkflowTask, pendingActivities }).toEqual({
      pendingWorkflowTask: null,
      pendingActivities: [],
    });
  });
