import { patched } from '@temporalio/workflow';
import { checked } from '../domain/release/checks.ts';
import { differsByCode, withoutCode } from '../domain/release/snapshot.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Found } from './check-runner.ts';

/** What checks have found is put into effect. A version of before 1.2 looks at no code but that which a rule shows, and goes on. */
export function withFound(state: ReleaseState, { checkNumber, report }: Found, now: number): ReleaseState {
  const found = checked(state, checkNumber, report, now);
  const { snapshot } = state;
  if (snapshot === null || found.snapshot === null || !differsByCode(snapshot, found.snapshot)) return found;
  if (patched('code-looked-at')) return found;
  return checked({ ...state, snapshot: withoutCode(snapshot) }, checkNumber, report, now);
}
