/** gRPC's DEADLINE_EXCEEDED. */
const tooLate = 4;

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
    const isLate = error instanceof Error && 'code' in error && error.code === tooLate;
    throw isLate ? new Error(`No answer within ${ms} ms`) : error;
  }
}
