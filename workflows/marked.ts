import { patched, workflowInfo } from '@temporalio/workflow';

/** Whether the history has this patch marker. If it is not replayed and has none yet, sets it if `isSo`. */
export const isMarked = (mark: string, isSo: boolean): boolean =>
  (workflowInfo().unsafe.isReplaying || isSo) && patched(mark);
