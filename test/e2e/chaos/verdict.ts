/** Judges from the histories whether locks did what they are for. */
import type { LockRequest } from '../../../domain/lock-queue.ts';
import { lockStepsOf, staysOf } from './histories.ts';
import type { Run, Stay, TimedStep } from './histories.ts';

/** What was violated, in words; nothing if all is well. */
export function violations(releaseRuns: readonly Run[], lockRuns: readonly Run[]): readonly string[] {
  const steps = new Map<string, readonly (readonly TimedStep[])[]>();
  for (const run of lockRuns) {
    const component = run.workflowId.slice('lock:'.length);
    steps.set(component, [...(steps.get(component) ?? []), lockStepsOf(run)]);
  }
  return [
    ...overlaps(releaseRuns.flatMap(staysOf), steps),
    ...[...steps].flatMap(([component, runs]) => [
      ...tokens(component, runs.flat()),
      ...runs.flatMap((run) => overtakings(component, run)),
    ]),
  ];
}

/** Two on production who exclude each other. Whoever was unlocked does not count from then on. */
function overlaps(
  stays: readonly Stay[],
  steps: ReadonlyMap<string, readonly (readonly TimedStep[])[]>,
): string[] {
  const until = (stay: Stay): number => {
    const unlocks = (steps.get(stay.component) ?? []).flat().filter(({ step }) => step.type === 'unlocked');
    return Math.min(stay.to, ...unlocks.map(({ at }) => at).filter((at) => at > stay.from));
  };
  return stays.flatMap((a, index) =>
    stays
      .slice(index + 1)
      .filter((b) => a.component === b.component && a.key !== b.key)
      .filter((b) => a.mode === 'exclusive' || b.mode === 'exclusive')
      .filter((b) => a.from < until(b) && b.from < until(a))
      .map((b) => `${a.component}: ${a.key} (${a.token}) and ${b.key} (${b.token}) on production at once`),
  );
}

/** Each grant has a token that is higher than all before, through every death of a coordinator. */
function tokens(component: string, steps: readonly TimedStep[]): string[] {
  const found: string[] = [];
  const requestOf = new Map<number, string>();
  let highest = 0;
  for (const { step } of [...steps].sort((a, b) => a.at - b.at)) {
    if (step.type !== 'grants') continue;
    const { token, requestId } = step.grant;
    const known = requestOf.get(token);
    requestOf.set(token, requestId);
    // The same grant may be told again.
    if (known === requestId) continue;
    if (token <= highest) found.push(`${component}: ${token} for ${requestId} after ${highest}`);
    highest = Math.max(highest, token);
  }
  return found;
}

const rank = { hotfix: 0, normal: 1 };
const isBefore = (a: LockRequest, b: LockRequest): boolean =>
  rank[a.priority] < rank[b.priority] || (a.priority === b.priority && a.since < b.since);

/** Within a run of a coordinator: nobody is granted before one whose turn is earlier and who was in the line already. */
function overtakings(component: string, steps: readonly TimedStep[]): string[] {
  const found: string[] = [];
  const remembered = steps.find(({ step }) => step.type === 'remembered')?.knew ?? 0;
  const granted = new Set<string>();
  steps.forEach(({ step, knew }, index) => {
    if (step.type !== 'grants' || granted.has(step.grant.requestId)) return;
    granted.add(step.grant.requestId);
    // What arrived while it began anew, or with the task in which it granted, may have been handled after the grant.
    const before = steps.slice(0, index);
    const lastTask = Math.max(
      remembered,
      ...before.filter((it) => it.step.type === 'grants' && it.knew < knew).map((it) => it.knew),
    );
    const handled = before.filter((it) => it.knew > remembered && it.knew < lastTask);
    const line = lineAfter(handled, before, granted);
    const own = requestIn(before, step.grant.requestId);
    const passed = own && line.find((other) => isBefore(other, own));
    if (own && passed) found.push(`${component}: ${own.requestId} went before ${passed.requestId}`);
  });
  return found;
}

const requestIn = (steps: readonly TimedStep[], requestId: string): LockRequest | undefined =>
  steps
    .flatMap(({ step }) =>
      step.type === 'waits' && step.request.requestId === requestId ? [step.request] : [],
    )
    .at(-1);

/** Who certainly waits: has asked in time, has got nothing, and has not left since. */
function lineAfter(
  handled: readonly TimedStep[],
  before: readonly TimedStep[],
  granted: ReadonlySet<string>,
): readonly LockRequest[] {
  const left = before.flatMap(({ step }) =>
    step.type === 'leaves' ? [step.requestId, step.releaseKey] : [],
  );
  // A release that was reset asks again, and its good is of that time.
  const asked = new Map(
    handled.flatMap(({ step }) => (step.type === 'waits' ? [[step.request.requestId, step.request]] : [])),
  );
  return [...asked.values()].filter(
    ({ requestId, releaseKey }) =>
      !granted.has(requestId) && !left.includes(requestId) && !left.includes(releaseKey),
  );
}
