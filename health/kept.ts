/** Calls `read` at most every `ms`. Callers in between get the last result, or wait for the one under way. */
export function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly reading: Promise<T> } | null = null;
  return () => {
    if (last === null || Date.now() - last.at >= ms) last = { at: Date.now(), reading: read() };
    return last.reading;
  };
}
