import { patched } from '@temporalio/workflow';
import { checked } from '../domain/release/checks.ts';
import { beginsToExpire } from '../domain/release/state.ts';
import { differsByCode, withoutCode } from '../domain/release/snapshot.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { CheckResult } from './check-runner.ts';
import { marked } from './marked.ts';

/** Applies what checks have found. Before 1.2, a release whose approval fell expired by the time of its last command. */
export function withFound(state: ReleaseState, found: CheckResult, now: number): ReleaseState {
  const after = withCode(state, found, now);
  if (!beginsToExpire(state.stage, after.stage) || patched('expires-since-good-fell')) return after;
  const { lastCommandAt, expiryWarned } = state;
  return { ...after, lastCommandAt, expiryWarned };
}

/**
 * Versions before 1.2 ignored code that no rule shows: a run of theirs has no patch marker, and such a difference is ignored there.
 */
function withCode(state: ReleaseState, result: CheckResult, now: number): ReleaseState {
  const found = decided(state, result, now);
  const { snapshot } = state;
  if (snapshot === null || found.snapshot === null || !differsByCode(snapshot, found.snapshot)) return found;
  if (patched('code-looked-at')) return found;
  return decided({ ...state, snapshot: withoutCode(snapshot) }, result, now);
}

/** Versions before 1.2 ignored what was read of tickets of which some sign cannot be determined. */
function decided(state: ReleaseState, { checkNumber, report }: CheckResult, now: number): ReleaseState {
  const today = checked(state, checkNumber, report, now);
  if (report.outcome !== 'unavailable') return today;
  const earlier = checked(state, checkNumber, report, now, '1.1');
  return marked('read-in-part', today, earlier);
}
