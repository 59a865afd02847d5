import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import type { Workflow } from '@temporalio/workflow';

/**
 * Goes on as another run that shows the same `memo` from its first moment: Temporal hands on search attributes, but of the memo only that with which
 * this run was started. A run without one is taken for one that nobody has asked for anything.
 */
export const goOn = <F extends Workflow>(
  args: Parameters<F>,
  memo: object = workflowInfo().memo ?? {},
): Promise<never> => makeContinueAsNewFunc<F>({ memo: { ...memo } })(...args);
