import type { NeededLock } from '../components.ts';
import type { ReleaseRules, Sign } from '../settings.ts';
import type { CheckProblems, RulesChange } from './events.ts';
import { changesBetween, missingIn } from './snapshot.ts';
import type { CheckedItem, Snapshot } from './snapshot.ts';
import { queueUp } from './locking.ts';
import { nobody } from '../messages/origin.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { isApproved } from './approvals.ts';
import { voidVotes } from './votes.ts';
import type { NeededApprovals } from './approvals.ts';

/** What a release touches, of the components that its command or else its ticket names. */
export interface ReleaseScope {
  /** Those that are known. */
  readonly components: readonly string[];
  readonly unknownComponents: readonly string[];
  /** In the order of taking. */
  readonly locks: readonly NeededLock[];
  readonly adminNeeded: boolean;
  /** Of each component. */
  readonly approvals: readonly NeededApprovals[];
}

/** What the formal checks of a ticket found. */
export type CheckReport =
  /** The trackers know one of its tickets not at all. */
  | { readonly outcome: 'unknownTicket'; readonly ticket?: string }
  /** The tracker does not answer; the scope is what the command itself names. */
  | { readonly outcome: 'unavailable'; readonly message: string; readonly scope: ReleaseScope }
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
    };

type Checked = Extract<CheckReport, { outcome: 'checked' }>;

/** Puts the checks' findings into effect, unless newer checks were asked for meanwhile. */
export function checked(
  state: ReleaseState,
  checkNumber: number,
  report: CheckReport,
  now: number,
): ReleaseState {
  if (state.stage !== 'checking' || checkNumber !== state.checkNumber) return state;
  switch (report.outcome) {
    case 'unknownTicket':
      return ticketUnknown(state, report.ticket ?? state.subject.id, now);
    case 'unavailable':
      return unavailable(state, report.message, report.scope, now);
    case 'checked': {
      const { title, url, rules, scope, evidence } = report;
      const problems = problemsOf(state, report);
      const { items = itemsOfOne(state, report) } = report;
      const snapshot = { url, evidence, items, components: scope.components, locks: scope.locks };
      const informed = {
        ...withScope(state, scope),
        title,
        url,
        rules,
        problems,
        snapshot,
        checksDown: false,
      };
      return problems === null
        ? passed(state, informed, scope.unknownComponents, now)
        : failed(informed, problems, now);
    }
  }
}

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
  { components, locks, adminNeeded, approvals }: ReleaseScope,
): ReleaseState => ({
  ...state,
  components,
  neededApprovals: approvals,
  neededLocks: locks,
  adminNeeded: adminNeeded && !state.options.noNeedAdmin,
});

/** The tracker could not be asked. It is asked again and again; the requester hears of it once. */
function unavailable(state: ReleaseState, message: string, scope: ReleaseScope, now: number): ReleaseState {
  if (state.checksDown) return state;
  const scoped = state.options.components === null ? state : withScope(state, scope);
  return record({ ...scoped, checksDown: true }, now, nobody, 'checksUnavailable', { message });
}

function ticketUnknown(state: ReleaseState, ticket: string, now: number): ReleaseState {
  const voided = voidVotes(state, now, nobody, { cause: 'failed', changes: [] });
  const known = record(voided, now, nobody, 'ticketUnknown', { ticket });
  // One that was found before is not withdrawn because a tracker lost it; its requester decides.
  return enter({ ...known, announced: false }, state.title === null ? 'cancelled' : 'needs_work', now);
}

/** A component that somebody typed and nobody knows may be a critical one misspelt; one that a tracker knows besides ours is not. */
function problemsOf(
  { options }: ReleaseState,
  { missingSigns, items, scope }: Checked,
): CheckProblems | null {
  const noComponent = scope.components.length === 0;
  const unknownComponents = options.components === null && !noComponent ? [] : scope.unknownComponents;
  return missingSigns.length + unknownComponents.length > 0 || noComponent
    ? { missingSigns, ...missingOf(items ?? []), unknownComponents, noComponent }
    : null;
}

function failed(state: ReleaseState, problems: CheckProblems, now: number): ReleaseState {
  const voided = voidVotes(state, now, nobody, { cause: 'failed', changes: problems.missingSigns });
  return record(
    enter({ ...voided, announced: false }, 'needs_work', now),
    now,
    nobody,
    'checksFailed',
    problems,
  );
}

function passed(
  before: ReleaseState,
  state: ReleaseState,
  ignoredComponents: readonly string[],
  now: number,
): ReleaseState {
  const waiting = withVotesStanding(before, enter(state, 'awaiting_approval', now), now);
  if (!state.announced) {
    return record({ ...waiting, announced: true }, now, nobody, 'checksPassed', { ignoredComponents });
  }
  const rechecked = record(waiting, now, nobody, 'rechecked', { change: changeOf(before, state) });
  // The rules may ask for fewer approvals than they did.
  return rechecked.votes.length > 0 && isApproved(rechecked) ? queueUp(rechecked, now) : rechecked;
}

/** A vote is for what its voter could see: if the checks find something else, it is void. */
function withVotesStanding(before: ReleaseState, state: ReleaseState, now: number): ReleaseState {
  if (state.snapshot === null) return state;
  // Who voted while the checks could not run saw nothing of what they find.
  if (before.snapshot === null) return voidVotes(state, now, nobody, { cause: 'changed', changes: [] });
  const changes = changesBetween(before.snapshot, state.snapshot);
  return changes.length === 0 ? state : voidVotes(state, now, nobody, { cause: 'changed', changes });
}

function changeOf(before: ReleaseState, after: ReleaseState): RulesChange | null {
  const same = before.components.join() === after.components.join();
  return same ? null : { componentsBefore: before.components, components: after.components };
}
