/** Why something failed: the innermost cause says it; an error of several, such as those of one host's addresses, has no message of its own. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error instanceof AggregateError ? error.errors.map(reasonOf).join('; ') : error.message;
}
