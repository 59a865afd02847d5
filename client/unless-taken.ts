import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/** Starts a workflow; does nothing if its ID is taken. Throws all other errors of Temporal. */
export async function unlessTaken(starting: Promise<unknown>): Promise<void> {
  try {
    await starting;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
