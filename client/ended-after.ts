/**
 * Aborts when one of these does, or after so many ms. Not by `AbortSignal.timeout` among those of `AbortSignal.any`: nobody holds that one, and once
 * its memory is collected it never aborts (Node 20).
 */
export function endedAfter(ms: number, signals: readonly AbortSignal[]): AbortSignal {
  const late = new AbortController();
  setTimeout(() => {
    late.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError'));
  }, ms).unref();
  return AbortSignal.any([...signals, late.signal]);
}
