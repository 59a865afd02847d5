/**
 * Why something failed: the message of the innermost cause. An `AggregateError`, such as for the addresses of one host, has no message of
 * its own, so the messages of its errors are joined.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error instanceof AggregateError ? error.errors.map(reasonOf).join('; ') : error.message;
}
