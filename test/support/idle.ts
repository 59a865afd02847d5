import type { WorkflowHandle } from '@temporalio/client';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';

/** Resolves when a workflow has nothing to do: while a task of it waits for a worker, so does whoever asks. */
export const untilIdle = (handle: WorkflowHandle): Promise<void> =>
  eventually(async () => {
    const { pendingWorkflowTask, pendingActivities } = (await handle.describe()).raw;
    expect({ pendingWorkflowTask, pendingActivities }).toEqual({
      pendingWorkflowTask: null,
      pendingActivities: [],
    });
  });
