import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

/** Whether a workflow could be started, from outside or from another; false if its ID is taken. Throws all other errors of Temporal. */
export async function unlessTaken(starting: Promise<unknown>): Promise<boolean> {
  try {
    await starting;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
