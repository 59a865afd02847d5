import { isGrpcCancelledError } from '@temporalio/client';

/** Visits one item after the other; an error does not stop the rest. Throws the first error at the end, a cancellation at once. */
export async function inTurn<T>(
  all: Iterable<T> | AsyncIterable<T>,
  visit: (one: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for await (const one of all) {
    await visit(one).catch((error: unknown) => {
      if (isGrpcCancelledError(error)) throw error;
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}
