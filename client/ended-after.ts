/**
 * A signal that aborts with any of `signals`, or after `ms`. `AbortSignal.timeout` inside `AbortSignal.any` does not work: nothing
 * references it, and once it is garbage-collected it never aborts (Node 20).
 */
export function endedAfter(ms: number, signals: readonly AbortSignal[]): AbortSignal {
  const late = new AbortController();
  setTimeout(() => {
    late.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError'));
  }, ms).unref();
  return AbortSignal.any([...signals, late.signal]);
}
