/** An open release takes 0.1 MB of heap (docs/performance.md); the rest is for temporary data. */
const megabytesEach = 0.5;
/** A worker without workflows, in MB. */
const withoutAny = 200;
/** This many take 1.3 GB, in the heap and outside of it. */
const most = 5000;

/**
 * How many workflows a worker caches; others are replayed when something reaches them. Temporal's own rule reckons three times as much for
 * each, and would keep 2,300 at most, however much memory there is.
 */
export function cachedWorkflows(heapLimitMb: number): number {
  const room = Math.floor((heapLimitMb - withoutAny) / megabytesEach);
  return Math.min(Math.max(room, 100), most);
}
