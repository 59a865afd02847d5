import { patched } from '@temporalio/workflow';
import { checked } from '../domain/release/checks.ts';
import { beginsToExpire } from '../domain/release/state.ts';
import { differsByCode, withoutCode } from '../domain/release/snapshot.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Found } from './check-runner.ts';

/** Puts into effect what checks have found. Before 1.2, a release whose good fell expired by the time of its last command. */
export function withFound(state: ReleaseState, found: Found, now: number): ReleaseState {
  const after = withCode(state, found, now);
  if (!beginsToExpire(state.stage, after.stage) || patched('expires-since-good-fell')) return after;
  const { lastCommandAt, expiryWarned } = state;
  return { ...after, lastCommandAt, expiryWarned };
}

/** Versions before 1.2 looked at no code but that which a rule shows, and went on. */
function withCode(state: ReleaseState, { checkNumber, report }: Found, now: number): ReleaseState {
  const found = checked(state, checkNumber, report, now);
  const { snapshot } = state;
  if (snapshot === null || found.snapshot === null || !differsByCode(snapshot, found.snapshot)) return found;
  if (patched('code-looked-at')) return found;
  return checked({ ...state, snapshot: withoutCode(snapshot) }, checkNumber, report, now);
}
