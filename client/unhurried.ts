import { setImmediate } from 'node:timers/promises';

/** Nothing else waits for longer. */
const turnMs = 20;
/** Whoever works for longer does so in vain. */
const longestMs = 30_000;

/** What to await between the steps of long work, so that the process goes on with everything else. Throws when the work takes too long. */
export function unhurried(): () => Promise<void> {
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
