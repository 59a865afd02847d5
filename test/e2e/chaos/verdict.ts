/** Judges from the histories whether locks did what they are for. */
import type { LockRequest } from '../../../domain/lock/lock-queue.ts';
import { atOf, lockStepsOf, staysOf } from './histories.ts';
import type { Run, Stay, TimedStep } from './histories.ts';

/** What was violated, in words; nothing if all is well. */
export function violations(releaseRuns: readonly Run[], lockRuns: readonly Run[]): readonly string[] {
  const steps = new Map<string, readonly (readonly TimedStep[])[]>();
  // Temporal lists the last ones first.
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

/** Two on production who exclude each other. From whom the lock was taken, that one does not count from then on. */
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
 * Each grant has a token that is higher than all before, through every death of a coordinator. Grants that were decided
 * together are told in any order.
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
      // The same grant may be told again.
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

/** Within a run of a coordinator: nobody is granted before one whose turn is earlier and who was in the line already. */
function overtakings(component: string, runs: readonly (readonly TimedStep[])[]): string[] {
  const tokens = new Set<number>();
  return runs.flatMap((run) => overtakingsIn(run, tokens).map((found) => `${component}: ${found}`));
}

/** Adds its grants to the `tokens` of the runs before. */
function overtakingsIn(steps: readonly TimedStep[], tokens: Set<number>): string[] {
  const found: string[] = [];
  const remembered = steps.find(({ step }) => step.type === 'remembered')?.knew;
  steps.forEach(({ step, knew }, index) => {
    if (step.type !== 'grants') return;
    const { requestId, token } = step.grant;
    // A release that was reset asks for what it holds, which an earlier coordinator may have granted: it is told again.
    if (tokens.has(token)) return;
    tokens.add(token);
    const before = steps.slice(0, index);
    // Who was granted the lock together with it, and first, may have been told later.
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
 * What a coordinator had certainly carried out when it decided on what it began to tell in task `knew`: whatever it knew when it
 * began to tell what it had decided before that. For it first carries out all that has come, then tells everyone, then looks
 * again; what comes meanwhile, or while it begins anew, or with the order by which it grants, may be carried out after the grant.
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
 * A release that was reset asks again with the same ID, and its good is of that time: whatever the last request that was
 * certainly carried out says, or one after it, may have been its place when somebody was granted. None if that is not known.
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
  // A run that goes on for another one has that one's line.
  return knowsAll ? requestsIn(before).filter((request) => request.requestId === requestId) : [];
}

const requestsIn = (steps: readonly TimedStep[]): readonly LockRequest[] =>
  steps.flatMap(({ step }) => ('request' in step ? [step.request] : []));

/** Who certainly waits, each with its possible places: has asked in time, has got nothing, and has not left since. */
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

/** What a reader needs to understand a violation: all that is known of a component's lock, a line for each step. */
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

/** Reconcilers tell of the same dead every second. */
function newStepsOf(run: Run): readonly TimedStep[] {
  const told = new Set<string>();
  return lockStepsOf(run).filter(({ step }) => {
    const text = JSON.stringify(step);
    const isNew = step.type !== 'leaves' || !told.has(text);
    told.add(text);
    return isNew;
  });
}
