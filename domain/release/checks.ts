import type { NeededLock } from '../components.ts';
import type { CheckProblems, RulesChange } from './events.ts';
import { itemsOfOne, problemsKnown, problemsOf, readIn, snapshotOf } from './check-report.ts';
import type { Checked, CheckReport, ReleaseScope, Unavailable } from './check-report.ts';
import { differencesBetween } from './snapshot.ts';
import type { Difference, Snapshot } from './snapshot.ts';
import { longestPrecheckMs, isPrechecking } from './check-run.ts';
import type { RulesOf } from './command-context.ts';
import { lifecycle } from './lifecycle.ts';
import { freeLocks, hasAllLocks, queueForMore, queueUp, takeTurn } from './locking.ts';
import { nobody } from '../messages/origin.ts';
import { isService } from '../service.ts';
import { beforeStart, isAmong } from './stage.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { isApproved } from './approvals.ts';
import { calledAsNow, scopeAsNow } from './called-as-now.ts';
import { voidVotes } from './votes.ts';

/** Whether a result is still wanted. On production it would come too late. */
export const wantsChecks = ({ stage, checks }: Pick<ReleaseState, 'stage' | 'checks'>): boolean =>
  checks.running && isAmong(stage, beforeStart);

/** Applies the findings of the checks, unless newer checks were requested meanwhile. */
export function checked(
  given: ReleaseState,
  number: number,
  report: CheckReport,
  now: number,
  rulesOf: RulesOf = 'today',
): ReleaseState {
  if (!wantsChecks(given) || number !== given.checks.number) return given;
  const state = withCharts(given, report);
  switch (report.outcome) {
    case 'unknownTicket':
      return ticketUnknown(concluded(state), report.ticket ?? state.subject.id, now);
    case 'unavailable': {
      const fallen = rulesOf === 'today' ? fallenInPart(state, report, now) : null;
      if (fallen !== null) return fallen;
      if (lifecycle[state.stage].approved) return unread(state, report, now);
      if (state.stage !== 'checking') return unavailable(state, report.message, now);
      const known = rulesOf === 'today' ? withKnown(state, report) : withNamed(state, report);
      return unavailable(known, report.message, now);
    }
    case 'checked':
      return found(state, report, now);
  }
}

const withCharts = (state: ReleaseState, report: CheckReport): ReleaseState =>
  'badAlready' in report ? { ...state, checks: { ...state.checks, badAlready: report.badAlready } } : state;

/**
 * Deadline of the checks before a turn, epoch ms; null if none run. The checks before a start have none: the configuration's part always
 * comes.
 */
export const precheckDeadline = (state: ReleaseState): number | null =>
  isPrechecking(state) && state.checks.reason === 'turn' && isAmong(state.stage, beforeStart)
    ? state.checks.begunAt + longestPrecheckMs
    : null;

/** The tracker has not answered in time. */
export const precheckTimedOut = (state: ReleaseState, now: number): ReleaseState =>
  unavailable(state, null, now);

const concluded = (state: ReleaseState): ReleaseState => ({
  ...state,
  checks: { ...state.checks, running: false, down: false, known: null },
});

const withScope = (
  state: ReleaseState,
  { components, locks, adminNeeded, approvals, heldByWatch = false }: ReleaseScope,
): ReleaseState => ({
  ...state,
  components,
  neededApprovals: approvals,
  neededLocks: locks,
  adminNeeded: adminNeeded && !state.options.noNeedAdmin,
  heldByWatch,
});

/** Checks that hold it up are not over: takes over what is known anyway. */
function withKnown(given: ReleaseState, report: Unavailable): ReleaseState {
  const { scope, items } = report;
  const isScoped = given.options.components !== null || scope.components.length > 0;
  const state = isScoped ? withScope(given, scope) : given;
  const { checks } = given;
  const known = problemsKnown(given, report);
  const knowing = { ...state, checks: known === (checks.known ?? null) ? checks : { ...checks, known } };
  if (given.snapshot === null || items === undefined) return knowing;
  const before = calledAsNow(given, scope.renamed ?? {});
  const snapshot = snapshotOf({ ...readIn(items, before), scope });
  return { ...knowing, snapshot, finding: isOther(before, snapshot) ? given.checks.number : given.finding };
}

/** The same in version 1.1. */
const withNamed = (state: ReleaseState, { scope }: Unavailable): ReleaseState =>
  state.options.components === null ? state : withScope(state, scope);

/**
 * The tracker could not be reached. Checks that somebody asked for go on, and the requester is told once. Checks that hold up a turn or a
 * start end, and the previous findings stand.
 */
function unavailable(state: ReleaseState, message: string | null, now: number): ReleaseState {
  const told = unavailableTold(state, message, now);
  return isPrechecking(state) ? goOn(told, now) : told;
}

function unavailableTold(state: ReleaseState, message: string | null, now: number): ReleaseState {
  const { checks } = state;
  // Somebody asked for them as well, so they go on.
  const isAwaited = checks.askedBy.length > 0;
  const reason = isAwaited ? 'asked' : checks.reason;
  const told = checks.down ? state : record(state, now, nobody, 'checksUnavailable', { message, reason });
  return { ...told, checks: { ...checks, reason, down: true, running: isAwaited } };
}

/**
 * Some sign cannot be determined, but what is known of the others is not what was found before: the approvals are void. Null if it is. The
 * result still is as old as the one before.
 */
function fallenInPart(given: ReleaseState, report: Unavailable, now: number): ReleaseState | null {
  const { scope, items } = report;
  if (given.stage === 'checking' || items === undefined) return null;
  const before = calledAsNow(given, scope.renamed ?? {});
  const known = { ...readIn(items, before), outcome: 'checked', scope, rules: given.rules } as const;
  if (!fallsBy(before, known)) return null;
  const state = found(given, known, now);
  return { ...state, checks: { ...state.checks, foundAt: given.checks.foundAt } };
}

/** Where the checks could not run before either, an override let pass what its problems name. */
function fallsBy(before: ReleaseState, known: Checked & Pick<Snapshot, 'items'>): boolean {
  const problems = problemsOf(before, known);
  if (before.snapshot === null) {
    const passed = before.problems?.missingSigns ?? [];
    return known.missingSigns.some((sign) => !passed.includes(sign));
  }
  const isApproved = lifecycle[before.stage].approved;
  return isOther(before, snapshotOf(known)) && (isApproved || problems !== null);
}

/**
 * The release is approved and its tickets cannot be read. The configuration is still known: the release needs every lock that it demands,
 * and a new approval if that is more than was approved.
 */
function unread(given: ReleaseState, { message, scope }: Unavailable, now: number): ReleaseState {
  const { renamed = {} } = scope;
  const before = calledAsNow(given, renamed);
  const needed = scopeAsNow(scope, renamed).locks;
  const isApproved = haveAll(before.snapshot?.locks ?? before.neededLocks, needed);
  if (isApproved && haveAll(before.locks, scope.locks)) return unavailable(given, message, now);
  const needing = { ...unavailableTold(before, message, now), neededLocks: scope.locks };
  if (isApproved) return queueForMore(needing, now);
  const { snapshot, checks } = before;
  const other = snapshot && { ...snapshot, locks: needed };
  const differences = other === null ? [] : differencesSince(before, other);
  const state = { ...needing, snapshot: other, finding: checks.number };
  return enter(voidGood(state, 'changed', differences, now), 'awaiting_approval', now);
}

const haveAll = (has: readonly NeededLock[], needed: readonly NeededLock[]): boolean =>
  needed.every((lock) => has.some((other) => covers(other, lock)));

/** Whether the lock `has` makes the lock `needed` unnecessary. */
const covers = (has: NeededLock, needed: NeededLock): boolean =>
  has.component === needed.component && (has.mode === needed.mode || has.mode === 'exclusive');

function ticketUnknown(state: ReleaseState, ticket: string, now: number): ReleaseState {
  const voided = voidGood(state, 'failed', [], now);
  const known = record(voided, now, nobody, 'ticketUnknown', { ticket });
  // A release whose ticket was found before is not withdrawn because a tracker lost it; its requester decides.
  return enter({ ...known, announced: false }, state.title === null ? 'cancelled' : 'needs_work', now);
}

function found(given: ReleaseState, report: Checked, now: number): ReleaseState {
  const { title, url, rules, scope } = report;
  // A renamed component is not a change.
  const before = calledAsNow(given, scope.renamed ?? {});
  const problems = problemsOf(before, report);
  const { items = itemsOfOne(before, report) } = report;
  const snapshot = snapshotOf({ ...report, items });
  const scoped = withScope(concluded(before), scope);
  const checks = { ...scoped.checks, foundAt: before.checks.begunAt };
  const finding = isOther(before, snapshot) ? before.checks.number : before.finding;
  const state = { ...scoped, title, url, rules, problems, snapshot, finding, checks, passesChecks: false };
  if (lifecycle[before.stage].approved) return goodHolds(before, state, now);
  // Findings that an override let pass still pass while they are the same.
  const isSame = before.stage === 'awaiting_approval' && !isOther(before, snapshot);
  return problems === null || isSame
    ? passed(before, state, scope.unknownComponents, now)
    : failed(before, state, problems, differencesSince(before, snapshot), now);
}

/**
 * How the findings differ from what the voters saw. Those who voted while the checks could not run saw no findings, so nothing differs for
 * them.
 */
const differencesSince = ({ snapshot }: ReleaseState, now: Snapshot): readonly Difference[] =>
  snapshot === null ? [] : differencesBetween(snapshot, now);

const isOther = ({ snapshot }: ReleaseState, now: Snapshot): boolean =>
  snapshot === null || differencesBetween(snapshot, now).length > 0;

/** Voids the approvals, and frees the locks that it has or waits for. */
const voidGood = (
  state: ReleaseState,
  cause: 'changed' | 'failed',
  differences: readonly Difference[],
  now: number,
): ReleaseState => voidVotes(freeLocks(state), now, nobody, { cause, differences });

function failed(
  before: ReleaseState,
  state: ReleaseState,
  problems: CheckProblems,
  differences: readonly Difference[],
  now: number,
): ReleaseState {
  const voided = voidGood(state, 'failed', differences, now);
  return record(
    enter({ ...voided, announced: false }, 'needs_work', now),
    now,
    nobody,
    'checksFailed',
    isNews(before, JSON.stringify(before.problems) !== JSON.stringify(problems))
      ? problems
      : { ...problems, unchanged: true },
  );
}

/**
 * Whether findings are worth a message. Checks that only programs asked for, because a ticket changed, are only if something is different.
 */
const isNews = ({ checks: { askedBy } }: ReleaseState, isOtherNow: boolean): boolean =>
  isOtherNow || askedBy.length === 0 || !askedBy.every(isService);

function passed(
  before: ReleaseState,
  state: ReleaseState,
  ignoredComponents: readonly string[],
  now: number,
): ReleaseState {
  const { snapshot } = state;
  const voided = snapshot !== null && isOther(before, snapshot) && state.votes.length > 0;
  const standing = voided
    ? voidVotes(state, now, nobody, { cause: 'changed', differences: differencesSince(before, snapshot) })
    : state;
  const waits = state.stage === 'awaiting_approval' && !voided;
  const waiting = waits ? standing : enter(standing, 'awaiting_approval', now);
  if (!state.announced) {
    return record({ ...waiting, announced: true }, now, nobody, 'checksPassed', { ignoredComponents });
  }
  const rechecked = told(before, waiting, now);
  // The rules may ask for fewer approvals than before.
  return rechecked.votes.length > 0 && isApproved(rechecked) ? queueUp(rechecked, now) : rechecked;
}

/** Tells whoever asked for the checks that they ran. */
function told(before: ReleaseState, state: ReleaseState, now: number): ReleaseState {
  const change = changeOf(before, state);
  const isTold = before.checks.askedBy.length > 0 && isNews(before, change !== null);
  return isTold ? record(state, now, nobody, 'rechecked', { change }) : state;
}

/**
 * Whether the findings void the approvals. If nothing was checked before the approvals, passing checks and the same locks are enough
 * to keep them.
 */
const voids = (before: ReleaseState, { problems }: ReleaseState, found: Snapshot): boolean =>
  before.snapshot === null
    ? problems !== null || JSON.stringify(before.neededLocks) !== JSON.stringify(found.locks)
    : isOther(before, found);

/** The release is approved. The approvals count if they were given for exactly what the checks find now, problems included. */
function goodHolds(before: ReleaseState, state: ReleaseState, now: number): ReleaseState {
  const { snapshot, problems } = state;
  if (snapshot === null || !voids(before, state, snapshot)) return goOnWith(told(before, state, now), now);
  const differences = differencesSince(before, snapshot);
  return problems === null
    ? enter(voidGood(state, 'changed', differences, now), 'awaiting_approval', now)
    : failed(before, state, problems, differences, now);
}

/** Goes on. If a component was renamed, the release first queues for the lock with the new name. */
function goOnWith(state: ReleaseState, now: number): ReleaseState {
  const has = ({ component, mode }: NeededLock) =>
    state.locks.some((lock) => lock.component === component && lock.mode === mode);
  return state.neededLocks.every(has) ? goOn(state, now) : queueForMore(state, now);
}

/** The checks are over: goes on with what waited for them. A postponed `dep start` is then applied again. */
function goOn(state: ReleaseState, now: number): ReleaseState {
  const { stage, adminNeeded, admin, checks } = state;
  const adminMissing = adminNeeded && admin === null;
  const otherStage = stage === 'ready' ? adminMissing : stage === 'awaiting_admin' && !adminMissing;
  return hasAllLocks(state) || otherStage ? takeTurn(state, checks.begunAt, now) : state;
}

function changeOf(before: ReleaseState, after: ReleaseState): RulesChange | null {
  const same = before.components.join() === after.components.join();
  return same ? null : { componentsBefore: before.components, components: after.components };
}
