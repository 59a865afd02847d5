import { setImmediate } from 'node:timers/promises';

/** Other work waits no longer than this. */
const turnMs = 20;
/** Work that takes longer is abandoned. */
const longestMs = 30_000;

/**
 * Returns a function to await between the steps of long work, so that the process can do other things. It throws when the work takes too
 * long.
 */
export function yielding(): () => Promise<void> {
  let worked = 0;
  let since = performance.now();
  return async () => {
    const turn = performance.now() - since;
    if (turn < turnMs) return;
    worked += turn;
    if (worked > longestMs) throw new Error(`it takes more than ${longestMs / 1000} s to work out`);
    await setImmediate();
    since = performance.now();
  };
}
