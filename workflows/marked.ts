import { patched, workflowInfo } from '@temporalio/workflow';

/** Whether the history has this patch marker. If it is not replayed and has none yet, sets it if `isSo`. */
export const isMarked = (mark: string, isSo: boolean): boolean =>
  (workflowInfo().unsafe.isReplaying || isSo) && patched(mark);

/** What was decided, unless the history was written by earlier rules that decide otherwise: then it has no such patch marker. */
export const marked = <Decided>(mark: string, today: Decided, earlier: Decided): Decided =>
  JSON.stringify(today) === JSON.stringify(earlier) || patched(mark) ? today : earlier;
