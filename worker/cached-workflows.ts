/** A release has 0.1 MB in the heap (docs/performance.md, "Memory"); the rest is for what comes and goes. */
const megabytesEach = 0.5;
/** The worker without any, in MB. */
const withoutAny = 200;
/** They take 1.3 GB, in the heap and outside of it. */
const most = 5000;

/**
 * How many workflows a worker keeps in memory; one that it does not keep is replayed when something reaches it. Temporal's own rule takes
 * three times as much for each, and would keep 2,300 where there is memory for any number.
 */
export function cachedWorkflows(heapLimitMb: number): number {
  const room = Math.floor((heapLimitMb - withoutAny) / megabytesEach);
  return Math.min(Math.max(room, 100), most);
}
