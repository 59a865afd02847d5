/** gRPC's DEADLINE_EXCEEDED. */
const tooLate = 4;

interface WithDeadline {
  withDeadline<T>(deadline: number, ask: () => Promise<T>): Promise<T>;
}

/**
 * Asks Temporal by a connection that is closed afterwards: what is asked again and again has ended soon after so many ms, as a connection that is
 * closed before that ends the process. Throws the error of the call, or that there was no answer.
 */
export async function reach<T>(by: WithDeadline, ms: number, ask: () => Promise<T>): Promise<T> {
  try {
    return await by.withDeadline(Date.now() + ms, ask);
  } catch (error) {
    const isLate = error instanceof Error && 'code' in error && error.code === tooLate;
    throw isLate ? new Error(`No answer within ${ms} ms`) : error;
  }
}
