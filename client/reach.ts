import { isGrpcDeadlineError } from '@temporalio/client';

interface WithDeadline {
  withDeadline<T>(deadline: number, ask: () => Promise<T>): Promise<T>;
}

/**
 * Calls Temporal with a deadline, retries included. Closing the connection while a retry is pending would end the process. Throws the error
 * of the call, or a timeout error.
 */
export async function reach<T>(by: WithDeadline, ms: number, ask: () => Promise<T>): Promise<T> {
  try {
    return await by.withDeadline(Date.now() + ms, ask);
  } catch (error) {
    throw isGrpcDeadlineError(error) ? new Error(`No answer within ${ms} ms`) : error;
  }
}
