import type { CheckReason } from './events.ts';
import type { ReleaseState } from './state.ts';

/** Nobody is kept from their turn for longer by a tracker that does not answer, in ms. */
export const longestLookMs = 10_000;

/** So long a look waits for its tickets: what the configuration says has to come in time all the same. */
export const readWithinMs = 9000;

/** Runs the checks, anew if they run already; `askedBy`: who asked for them. */
export const startChecks = (
  state: ReleaseState,
  reason: CheckReason,
  now: number,
  askedBy: readonly string[] = [],
): ReleaseState => ({
  ...state,
  checks: {
    ...state.checks,
    number: state.checks.number + 1,
    reason,
    running: true,
    askedBy: state.checks.running ? [...new Set([...state.checks.askedBy, ...askedBy])] : askedBy,
    begunAt: now,
    down: false,
    badAlready: [],
  },
});

/** Whether they run because the release cannot go on without them, so that they may not take long. */
export const isLooking = ({ checks: { running, reason } }: Pick<ReleaseState, 'checks'>): boolean =>
  running && (reason === 'turn' || reason === 'start');
