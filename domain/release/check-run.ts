import type { CheckReason } from './events.ts';
import type { ReleaseState } from './state.ts';

/** How long an unreachable tracker may delay a turn, in ms. */
export const longestPrecheckMs = 10_000;

/** How long these checks wait for tickets, in ms. Shorter, so that the configuration's part arrives in time. */
export const readWithinMs = 9000;

/** Starts the checks, or starts them anew if they are running. `askedBy`: who asked for them. */
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
    known: null,
    badAlready: [],
  },
});

/** Whether the checks run because the release cannot go on without them, so that they must not take long. */
export const isPrechecking = ({ checks: { running, reason } }: Pick<ReleaseState, 'checks'>): boolean =>
  running && (reason === 'turn' || reason === 'start');
