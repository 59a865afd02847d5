/** Judges from the histories whether the locks did their job. */
import type { LockRequest } from '../../../domain/lock/lock-queue.ts';
import { atOf, lockStepsOf, staysOf } from './histories.ts';
import type { Run, Stay, TimedStep } from './histories.ts';

/** The violations in words; empty if all is well. */
export function violations(releaseRuns: readonly Run[], lockRuns: readonly Run[]): readonly string[] {
  const steps = new Map<string, readonly (readonly TimedStep[])[]>();
  // Temporal lists the last runs first.
  for (const run of [...lockRuns].sort((a, b) => beginOf(a) - beginOf(b))) {
    const component = run.workflowId.slice('lock:'.length);
    steps.set(component, [...(steps.get(component) ?? []), lockStepsOf(run)]);
  }
  return [
    ...overlaps(releaseRuns.flatMap(staysOf), steps),
    ...[...steps].flatMap(([component, runs]) => [
      ...tokens(component, runs),
      ...overtakings(component, runs),
    ]),
  ];
}

const beginOf = ({ events: [first] }: Run): number => (first ? atOf(first) : 0);

/** Two on production that exclude each other. A holder that the lock was taken from does not count from then on. */
function overlaps(
  stays: readonly Stay[],
  steps: ReadonlyMap<string, readonly (readonly TimedStep[])[]>,
): string[] {
  const until = (stay: Stay): number => {
    const taken = (steps.get(stay.component) ?? [])
      .flat()
      .filter(({ step }) => step.type === 'takes' && step.token === stay.token);
    return Math.min(stay.to, ...taken.map(({ at }) => at).filter((at) => at > stay.from));
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

/**
 * Each grant has a higher token than all before it, across every death of a coordinator. Grants that were decided together may be
 * sent in any order.
 */
function tokens(component: string, runs: readonly (readonly TimedStep[])[]): string[] {
  const found: string[] = [];
  const requestOf = new Map<number, string>();
  for (const run of runs) {
    const ofEarlierRuns = [...requestOf.keys()];
    for (const { step, knew } of run) {
      if (step.type !== 'grants') continue;
      const { token, requestId } = step.grant;
      const known = requestOf.get(token);
      requestOf.set(token, requestId);
      // The same grant may be sent again.
      if (known === requestId) continue;
      const highest = Math.max(0, ...ofEarlierRuns, ...tokensIn(run.filter(({ id }) => id < knew)));
      if (known !== undefined || token <= highest)
        found.push(`${component}: ${token} for ${requestId} after ${known ?? highest}`);
    }
  }
  return found;
}

const tokensIn = (steps: readonly TimedStep[]): readonly number[] =>
  steps.flatMap(({ step }) => (step.type === 'grants' ? [step.grant.token] : []));

const rank = { hotfix: 0, normal: 1 };
const isBefore = (a: LockRequest, b: LockRequest): boolean =>
  rank[a.priority] < rank[b.priority] || (a.priority === b.priority && a.since < b.since);

/** Within a run of a coordinator, no request is granted before one with an earlier turn that was already in the queue. */
function overtakings(component: string, runs: readonly (readonly TimedStep[])[]): string[] {
  const tokens = new Set<number>();
  return runs.flatMap((run) => overtakingsIn(run, tokens).map((found) => `${component}: ${found}`));
}

/** Adds the grants of this run to `tokens`, which has those of the runs before. */
function overtakingsIn(steps: readonly TimedStep[], tokens: Set<number>): string[] {
  const found: string[] = [];
  const remembered = steps.find(({ step }) => step.type === 'remembered')?.knew;
  steps.forEach(({ step, knew }, index) => {
    if (step.type !== 'grants') return;
    const { requestId, token } = step.grant;
    // A release that was reset asks for what it holds. An earlier coordinator may have granted it; this one only repeats the grant.
    if (tokens.has(token)) return;
    tokens.add(token);
    const before = steps.slice(0, index);
    // A request that was granted together with this one, and before it, may have been notified later.
    const first = steps.slice(index).filter((it) => tokensIn([it]).some((other) => other <= token));
    const handled = handledBefore(before, knew, remembered ?? 0);
    const own = requestsOf(requestId, before, handled, remembered !== undefined);
    const passed = lineAfter(handled, before, grantedIn([...before, ...first])).find(
      (others) => own.length > 0 && others.every((other) => own.every((request) => isBefore(other, request))),
    );
    if (passed) found.push(`${requestId} went before ${passed[0]?.requestId ?? ''}`);
  });
  return found;
}

const grantedIn = (steps: readonly TimedStep[]): ReadonlySet<string> =>
  new Set(steps.flatMap(({ step }) => (step.type === 'grants' ? [step.grant.requestId] : [])));

/**
 * What a coordinator had certainly handled when it made the decision that it began to send with knowledge of event `knew`:
 * everything it knew when it began to send its previous decision. It first handles everything that has arrived, then notifies
 * everyone, then looks again. What arrives in between, while it starts anew, or together with the order by which it grants, may be
 * handled after the grant.
 */
function handledBefore(
  before: readonly TimedStep[],
  knew: number,
  remembered: number,
): ReadonlySet<TimedStep> {
  const lastTelling = Math.max(
    remembered,
    ...before.filter((it) => it.step.type === 'grants' && it.knew < knew).map((it) => it.knew),
  );
  return new Set(before.filter((it) => it.knew > remembered && it.knew < lastTelling));
}

/**
 * A release that was reset asks again with the same ID and the older approval. So its place at the time of a grant may be that of
 * the last request that was certainly handled, or of any after it. Empty if unknown.
 */
function requestsOf(
  requestId: string,
  before: readonly TimedStep[],
  handled: ReadonlySet<TimedStep>,
  knowsAll: boolean,
): readonly LockRequest[] {
  const asked = before.filter(({ step }) => step.type === 'waits' && step.request.requestId === requestId);
  const last = asked.findLastIndex((it) => handled.has(it));
  if (last !== -1) return requestsIn(asked.slice(last));
  // A run that continues another one has inherited its queue.
  return knowsAll ? requestsIn(before).filter((request) => request.requestId === requestId) : [];
}

const requestsIn = (steps: readonly TimedStep[]): readonly LockRequest[] =>
  steps.flatMap(({ step }) => ('request' in step ? [step.request] : []));

/** The requests that certainly wait, each with its possible places: asked in time, not granted, and not left since. */
function lineAfter(
  handled: ReadonlySet<TimedStep>,
  before: readonly TimedStep[],
  granted: ReadonlySet<string>,
): readonly (readonly LockRequest[])[] {
  const left = before.flatMap(({ step }) =>
    step.type === 'leaves' ? [step.requestId, step.releaseKey] : [],
  );
  const asked = requestsIn([...handled].filter(({ step }) => step.type === 'waits'));
  const waiting = asked.filter(
    ({ requestId, releaseKey }) =>
      !granted.has(requestId) && !left.includes(requestId) && !left.includes(releaseKey),
  );
  const requestIds = new Set(waiting.map(({ requestId }) => requestId));
  return [...requestIds].map((requestId) => requestsOf(requestId, before, handled, true));
}

/** What a reader needs to understand a violation: everything known of a component's lock, one line per step. */
export function evidenceOf(component: string, releaseRuns: readonly Run[], lockRuns: readonly Run[]): string {
  const runs = lockRuns.filter(({ workflowId }) => workflowId === `lock:${component}`);
  const steps = runs.flatMap((run) =>
    newStepsOf(run).map(({ at, knew, step }) => ({ at, run: run.runId, knew, ...step })),
  );
  const stays = releaseRuns.flatMap(staysOf).filter((stay) => stay.component === component);
  const lines = [...steps, ...stays.map((stay) => ({ at: stay.from, type: 'isOnProduction', ...stay }))];
  return lines
    .sort((a, b) => a.at - b.at)
    .map((line) => JSON.stringify(line))
    .join('\n');
}

/** Reconcilers report the same dead release every second. */
function newStepsOf(run: Run): readonly TimedStep[] {
  const told = new Set<string>();
  return lockStepsOf(run).filter(({ step }) => {
    const text = JSON.stringify(step);
    const isNew = step.type !== 'leaves' || !told.has(text);
    told.add(text);
    return isNew;
  });
}
