/** Reads at most every `ms`: whoever asks in between gets what was read last, or waits for what is being read. */
export function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly reading: Promise<T> } | null = null;
  return () => {
    if (last === null || Date.now() - last.at >= ms) last = { at: Date.now(), reading: read() };
    return last.reading;
  };
}
