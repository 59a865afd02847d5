import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import type { Workflow } from '@temporalio/workflow';

/**
 * Continues as new with the present `memo`. Temporal carries search attributes over, but only the memo this run started with, and a run
 * without a memo looks like one that was never requested.
 */
export const continueWithMemo = <F extends Workflow>(
  args: Parameters<F>,
  memo: object = workflowInfo().memo ?? {},
): Promise<never> => makeContinueAsNewFunc<F>({ memo: { ...memo } })(...args);
