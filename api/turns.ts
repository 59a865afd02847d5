import pLimit from 'p-limit';
import { problem } from '../answers/outcome.ts';
import type { Outcome } from '../answers/outcome.ts';

/** So many are carried out at once. With more Temporal refuses some, as it takes ten at a time for a workflow, and is kept busy by those that come again. */
const atOnce = 50;
/** So long one waits for its turn, in ms: whoever sent it would give up soon, and send it again behind all others. */
const waitsAtMost = 10_000;

const busy = problem(503, 'busy', (words) => words.busy);

/** Has commands carried out in the order in which they come, so many at once; one that waits for too long is a problem, and not carried out. */
export function turns(
  limit = { atOnce, waitsAtMost },
): (carryOut: () => Promise<Outcome>) => Promise<Outcome> {
  const next = pLimit(limit.atOnce);
  return (carryOut) => {
    const came = performance.now();
    return next(() => (performance.now() - came > limit.waitsAtMost ? busy : carryOut()));
  };
}
