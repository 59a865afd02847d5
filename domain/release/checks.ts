import type { NeededLock, Renamed } from '../components.ts';
import type { ReleaseRules, Sign } from '../settings.ts';
import type { CheckProblems, RulesChange } from './events.ts';
import { missingIn } from './evidence.ts';
import { differencesBetween } from './snapshot.ts';
import type { CheckedItem, Difference, Snapshot } from './snapshot.ts';
import { longestLookMs, isLooking } from './check-run.ts';
import { lifecycle } from './lifecycle.ts';
import { freeLocks, hasAllLocks, queueForMore, queueUp, takeTurn } from './locking.ts';
import { nobody } from '../messages/origin.ts';
import { isService } from '../service.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import { beforeStart, isAmong } from './stage.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { isApproved } from './approvals.ts';
import { calledAsNow, scopeAsNow } from './called-as-now.ts';
import { voidVotes } from './votes.ts';
import type { NeededApprovals } from './approvals.ts';

/** What a release touches, of the components that its command or else its ticket names. */
export interface ReleaseScope {
  /** Those that are known. */
  readonly components: readonly string[];
  readonly unknownComponents: readonly string[];
  /** Critical components that the ticket names and the command leaves out. */
  readonly leftOut: readonly string[];
  /** In the order of taking. */
  readonly locks: readonly NeededLock[];
  readonly adminNeeded: boolean;
  /** Of each component. */
  readonly approvals: readonly NeededApprovals[];
  /** Whether one of its components keeps the lock until its charts have passed. Absent: no. */
  readonly heldByWatch?: boolean;
  /** Of what it concerns. Absent: nothing has another name now. */
  readonly renamed?: Renamed;
}

/** What the formal checks of a ticket found. */
export type CheckReport =
  /** The trackers know one of its tickets not at all. */
  | { readonly outcome: 'unknownTicket'; readonly ticket?: string }
  /** The tracker does not answer; the scope is what the command itself names. */
  | {
      readonly outcome: 'unavailable';
      readonly message: string;
      readonly scope: ReleaseScope;
      /** What was found all the same, for whoever asks in detail. */
      readonly items?: readonly CheckedItem[];
      /** Not to be asked again before that time has passed. Absent: at any time. */
      readonly pauseMs?: number;
      readonly badAlready?: readonly BadAlready[];
    }
  | {
      readonly outcome: 'checked';
      readonly title: string;
      readonly url: string | null;
      readonly missingSigns: readonly Sign[];
      readonly evidence: Snapshot['evidence'];
      /** Each of several tickets, a page or a text; of one ticket the rest tells. */
      readonly items?: readonly CheckedItem[];
      readonly scope: ReleaseScope;
      readonly rules: ReleaseRules;
      /** Which charts are bad before it starts. Absent: nobody asked. */
      readonly badAlready?: readonly BadAlready[];
    };

type Checked = Extract<CheckReport, { outcome: 'checked' }>;
type Unavailable = Extract<CheckReport, { outcome: 'unavailable' }>;

/** Whether a result is still wanted. On production it would come too late. */
export const wantsChecks = ({ stage, checks }: Pick<ReleaseState, 'stage' | 'checks'>): boolean =>
  checks.running && isAmong(stage, beforeStart);

/** Puts the checks' findings into effect, unless newer checks were asked for meanwhile. */
export function checked(given: ReleaseState, number: number, report: CheckReport, now: number): ReleaseState {
  if (!wantsChecks(given) || number !== given.checks.number) return given;
  const state = withCharts(given, report);
  switch (report.outcome) {
    case 'unknownTicket':
      return ticketUnknown(concluded(state), report.ticket ?? state.subject.id, now);
    case 'unavailable': {
      if (lifecycle[state.stage].approved) return unread(state, report, now);
      const named = state.stage === 'checking' && state.options.components !== null;
      return unavailable(named ? withScope(state, report.scope) : state, report.message, now);
    }
    case 'checked':
      return found(state, report, now);
  }
}

const withCharts = (state: ReleaseState, report: CheckReport): ReleaseState =>
  'badAlready' in report ? { ...state, checks: { ...state.checks, badAlready: report.badAlready } } : state;

/**
 * When a look that keeps a release from its turn has taken too long, epoch ms; null if there is none. Nobody starts without one: what the
 * configuration says comes though the tracker does not answer.
 */
export const lookEndsAt = (state: ReleaseState): number | null =>
  isLooking(state) && state.checks.reason === 'turn' && isAmong(state.stage, beforeStart)
    ? state.checks.begunAt + longestLookMs
    : null;

/** The tracker has not answered in time. */
export const lookEnded = (state: ReleaseState, now: number): ReleaseState => unavailable(state, null, now);

const concluded = (state: ReleaseState): ReleaseState => ({
  ...state,
  checks: { ...state.checks, running: false, down: false },
});

const itemsOfOne = (
  { subject: { items } }: ReleaseState,
  { title, url, evidence }: Checked,
): readonly CheckedItem[] => items.map((item) => ({ item, title, url, evidence }));

/** Which of several tickets lacks what. */
function missingOf(items: readonly CheckedItem[]): Pick<CheckProblems, 'missingOf'> {
  if (items.length < 2) return {};
  return {
    missingOf: items.flatMap(({ item, evidence }) => {
      const missing = missingIn(evidence);
      return item.kind === 'ticket' && missing.length > 0 ? [{ ticket: item.key, signs: missing }] : [];
    }),
  };
}

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

/**
 * The tracker could not be asked. Checks that somebody asked for go on, and the requester hears of it once; a look ends, and what was found
 * last stands.
 */
function unavailable(state: ReleaseState, message: string | null, now: number): ReleaseState {
  const told = unavailableTold(state, message, now);
  return isLooking(state) ? goOn(told, now) : told;
}

function unavailableTold(state: ReleaseState, message: string | null, now: number): ReleaseState {
  const { checks } = state;
  // Somebody asked for them besides: they go on for their sake.
  const isAwaited = checks.askedBy.length > 0;
  const reason = isAwaited ? 'asked' : checks.reason;
  const told = checks.down ? state : record(state, now, nobody, 'checksUnavailable', { message, reason });
  return { ...told, checks: { ...checks, reason, down: true, running: isAwaited } };
}

/**
 * It has its approvals, and its tickets cannot be read. What the configuration makes of its components is known all the same: it starts with
 * no lock less than that, and not with one that nobody approved.
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

/** Whether who has the one needs the other no more. */
const covers = (has: NeededLock, needed: NeededLock): boolean =>
  has.component === needed.component && (has.mode === needed.mode || has.mode === 'exclusive');

function ticketUnknown(state: ReleaseState, ticket: string, now: number): ReleaseState {
  const voided = voidGood(state, 'failed', [], now);
  const known = record(voided, now, nobody, 'ticketUnknown', { ticket });
  // One that was found before is not withdrawn because a tracker lost it; its requester decides.
  return enter({ ...known, announced: false }, state.title === null ? 'cancelled' : 'needs_work', now);
}

function found(given: ReleaseState, report: Checked, now: number): ReleaseState {
  const { title, url, rules, scope, evidence } = report;
  const { components, leftOut, locks, approvals, renamed = {} } = scope;
  // What has another name now is the same all the same.
  const before = calledAsNow(given, renamed);
  const problems = problemsOf(before, report);
  const { items = itemsOfOne(before, report) } = report;
  const snapshot = scopeAsNow({ url, evidence, items, components, leftOut, locks, approvals }, renamed);
  const scoped = withScope(concluded(before), scope);
  const checks = { ...scoped.checks, foundAt: before.checks.begunAt };
  const finding = isOther(before, snapshot) ? before.checks.number : before.finding;
  const state = { ...scoped, title, url, rules, problems, snapshot, finding, checks, passesChecks: false };
  if (lifecycle[before.stage].approved) return goodHolds(before, state, now);
  // What somebody let pass, and is the same, passes still.
  const isSame = before.stage === 'awaiting_approval' && !isOther(before, snapshot);
  return problems === null || isSame
    ? passed(before, state, scope.unknownComponents, now)
    : failed(before, state, problems, differencesSince(before, snapshot), now);
}

/** A component that somebody typed and nobody knows may be a critical one misspelt; one that a tracker knows besides ours is not. */
function problemsOf(
  { options }: ReleaseState,
  { missingSigns, items, scope }: Checked,
): CheckProblems | null {
  const { leftOut } = scope;
  const noComponent = scope.components.length === 0;
  const unknownComponents = options.components === null && !noComponent ? [] : scope.unknownComponents;
  return missingSigns.length + unknownComponents.length + leftOut.length > 0 || noComponent
    ? { missingSigns, ...missingOf(items ?? []), unknownComponents, leftOut, noComponent }
    : null;
}

/** A vote is for what its voter could see. Who voted while the checks could not run saw nothing of what they find. */
const differencesSince = ({ snapshot }: ReleaseState, now: Snapshot): readonly Difference[] =>
  snapshot === null ? [] : differencesBetween(snapshot, now);

const isOther = ({ snapshot }: ReleaseState, now: Snapshot): boolean =>
  snapshot === null || differencesBetween(snapshot, now).length > 0;

/** The approvals count no more: locks that it has or waits for are freed. */
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

/** What a program has looked at, as a ticket changed, is worth a word only if it is other than it was. */
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
  // The rules may ask for fewer approvals than they did.
  return rechecked.votes.length > 0 && isApproved(rechecked) ? queueUp(rechecked, now) : rechecked;
}

/** Whoever asked for the checks hears that they ran. */
function told(before: ReleaseState, state: ReleaseState, now: number): ReleaseState {
  const change = changeOf(before, state);
  const isTold = before.checks.askedBy.length > 0 && isNews(before, change !== null);
  return isTold ? record(state, now, nobody, 'rechecked', { change }) : state;
}

/** Where nothing was checked before the approvals, it is enough that the checks pass and that it touches what was asked for. */
const voids = (before: ReleaseState, { problems }: ReleaseState, found: Snapshot): boolean =>
  before.snapshot === null
    ? problems !== null || JSON.stringify(before.neededLocks) !== JSON.stringify(found.locks)
    : isOther(before, found);

/** It has its approvals: they count if they were given for what the checks find now, whatever that is. */
function goodHolds(before: ReleaseState, state: ReleaseState, now: number): ReleaseState {
  const { snapshot, problems } = state;
  if (snapshot === null || !voids(before, state, snapshot)) return goOnWith(told(before, state, now), now);
  const differences = differencesSince(before, snapshot);
  return problems === null
    ? enter(voidGood(state, 'changed', differences, now), 'awaiting_approval', now)
    : failed(before, state, problems, differences, now);
}

/** Where its part has a new name, it takes another lock besides. */
function goOnWith(state: ReleaseState, now: number): ReleaseState {
  const has = ({ component, mode }: NeededLock) =>
    state.locks.some((lock) => lock.component === component && lock.mode === mode);
  return state.neededLocks.every(has) ? goOn(state, now) : queueForMore(state, now);
}

/** The look is over: what waited for it goes on. Whether `dep start` may is asked by whoever waits with it. */
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
