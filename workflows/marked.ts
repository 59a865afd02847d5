import { patched, workflowInfo } from '@temporalio/workflow';

/** Whether a mark stands here in the history; while there is none yet, it is made if `isSo`. */
export const isMarked = (mark: string, isSo: boolean): boolean =>
  (workflowInfo().unsafe.isReplaying || isSo) && patched(mark);
