import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

/** Starts a workflow, from outside or from another workflow. False if its ID is taken. Throws Temporal's other errors. */
export async function unlessTaken(starting: Promise<unknown>): Promise<boolean> {
  try {
    await starting;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
