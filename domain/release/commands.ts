import type { ReleaseRules } from '../settings.ts';
import { lifecycle } from './lifecycle.ts';
import { isAmong, isEnd } from './stage.ts';
import { roleLacking } from './who-may.ts';
import { freezeView } from '../lock/lock-view.ts';
import { iso } from '../iso.ts';
import { commitOf } from '../log/commit.ts';
import type { Evidence } from './evidence.ts';
import { badAtStart, unconfirmedCharts } from './bad-charts.ts';
import { isPrechecking, startChecks } from './check-run.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { freezeInTheWay } from './freezing.ts';
import { handOver, handoverPrecondition } from './handover.ts';
import { hotfixPrecondition, makeHotfix, wasMadeHotfix } from './hotfix.ts';
import { checksTooOld, lacksComponents, override, overridePrecondition } from './override.ts';
import { freeLocks, hasAllLocks, leaveLocks, queueUp, tellStarted } from './locking.ts';
import { commandSignals, releaseCommands } from '../command/commands.ts';
import type { CommandSignal } from '../command/commands.ts';
import { roles } from '../command/roles.ts';
import type { RequestOptions } from '../command/command.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { mayAskAgain } from './command-context.ts';
import type { CommandContext, Roles, RulesOf } from './command-context.ts';
import { nobody } from '../messages/origin.ts';
import {
  isRenewed,
  renewTokens,
  runnerBarred,
  takesUp,
  takeUp,
  takingUpBarred,
  withRunner,
} from './runner.ts';
import { blankRelease, enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { oneTicket, subjectOf, ticketsOf } from './subject.ts';
import { finish, stillWatched } from './watching.ts';
import { approvalsOf, isApproved, lackingApproval } from './approvals.ts';

export type { Roles } from './command-context.ts';

export type CommandOutcome =
  | {
      readonly ok: true;
      readonly state: ReleaseState;
      /** True: checks or new tokens come first; then the command has to be applied again, with `looked`. */
      readonly postponed: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a command does, beyond its row in the table of commands. */
interface Rule {
  /** Why this actor may not, although they have the role; or null. */
  readonly bars?: (context: CommandContext) => Refusal | null;
  /** A more specific refusal than `wrongStage`, or null. */
  readonly outOfTurn?: (context: CommandContext) => Refusal | null;
  /** Why it cannot be done although the stage is right, or null. */
  readonly precondition?: (context: CommandContext) => Refusal | null;
  /** Whether the checks run before it is carried out. */
  readonly looks?: true;
  readonly apply: (context: CommandContext) => ReleaseState;
}

const ruleOf: Readonly<Record<CommandSignal, Rule>> = {
  request: {
    outOfTurn: alreadyAsked,
    precondition: (context) =>
      mayAskAgain(context.state, context.command.actor) || namesComponents(context)
        ? othersNamed(context)
        : alreadyAsked(context),
    apply: requestAgain,
  },
  recheck: {
    apply: recheck,
  },
  accept: {
    bars: ownRelease,
    outOfTurn: goodGiven,
    precondition: votePrecondition,
    apply: vote,
  },
  reject: {
    outOfTurn: goodGiven,
    apply: ({ state, command, now }) =>
      record(enter(state, 'rejected', now), now, command, 'rejected', { reason: command.reason ?? '' }),
  },
  adminHere: {
    bars: ({ state, command }) => (command.actor === state.admin ? refused('alreadyAdmin', {}) : null),
    apply: ({ state, command, now }) => {
      const ready = state.stage === 'awaiting_admin';
      const found = { ...state, admin: command.actor };
      const facts = { before: state.admin, ready, ...noted(command) };
      return record(ready ? enter(found, 'ready', now) : found, now, command, 'adminFound', facts);
    },
  },
  depStart: {
    looks: true,
    outOfTurn: changedMeanwhile,
    precondition: startPrecondition,
    apply: (context) => {
      if (takesUp(context)) return takeUp(context);
      const { state, command, now } = context;
      const commit = commitOf(command.pipeline, evidencesOf(state));
      const facts = {
        components: state.components,
        ...{ ...(commit ? { commit } : {}), ...badAtStart(state), ...noted(command) },
      };
      const started = record(enter(state, 'deploying', now), now, command, 'started', facts);
      return tellStarted(withRunner(started, context));
    },
  },
  depFinish: {
    outOfTurn: stillWatched,
    precondition: runnerBarred,
    apply: finish,
  },
  depRollback: {
    precondition: runnerBarred,
    apply: ({ state, command, now }) =>
      freeLocks(
        record(enter(state, 'rolled_back', now), now, command, 'rolledBack', { reason: command.reason }),
      ),
  },
  cancel: {
    outOfTurn: ({ state }) => (lifecycle[state.stage].onProduction ? refused('onProduction', {}) : null),
    apply: ({ state, command, now }) => {
      const facts = { reason: command.reason, announced: state.announced };
      return freeLocks(record(enter(state, 'cancelled', now), now, command, 'cancelled', facts));
    },
  },
  handover: {
    precondition: handoverPrecondition,
    apply: handOver,
  },
  override: {
    bars: ownOverride,
    precondition: overridePrecondition,
    apply: override,
  },
  hotfix: {
    precondition: hotfixPrecondition,
    apply: makeHotfix,
  },
};

/** The commands for which version 1.1 had other rules. */
export const ruledOtherwiseIn11: readonly CommandSignal[] = ['request', 'handover', 'hotfix'];

/** The commands for which the actor's roles have to be looked up. */
export const rolesMatter = commandSignals.filter((signal) => roles[releaseCommands[signal].who].lookedUp);

/** Four eyes: whoever was ever the requester of a release may not approve or override it, unless the rules allow it. */
const isBarred = ({ state, command }: CommandContext): boolean =>
  !state.rules.selfAccept && state.requesters.includes(command.actor);

function ownRelease(context: CommandContext): Refusal | null {
  return isBarred(context) ? refused('ownRelease', {}) : null;
}

function ownOverride(context: CommandContext): Refusal | null {
  return isBarred(context) ? refused('ownOverride', {}) : null;
}

function votePrecondition({ state, command, roles }: CommandContext): Refusal | null {
  if (command.finding !== null && command.finding !== state.finding) return refused('notAsShown', {});
  if (state.votes.some(({ user }) => user === command.actor)) return refused('alreadyVoted', {});
  const lacking = lackingApproval(approvalsOf(state));
  return lacking.some((component) => roles.approves.includes(component))
    ? null
    : refused('voteNotNeeded', { lacking });
}

const evidencesOf = ({ snapshot }: ReleaseState): readonly Evidence[] =>
  snapshot === null ? [] : snapshot.items.map(({ evidence }) => evidence);

const noted = ({ reason }: ReleaseCommand) => (reason === null ? {} : { reason });

/** Adds the actor's approval. The last one that is needed sends the release into its queues. */
function vote({ state, command, roles, now }: CommandContext): ReleaseState {
  const cast = { user: command.actor, components: roles.approves };
  const voted = { ...state, votes: [...state.votes, cast] };
  return isApproved(voted)
    ? queueUp(record(voted, now, command, 'accepted', noted(command)), now)
    : record(voted, now, command, 'voted', { approvals: approvalsOf(voted), ...noted(command) });
}

/**
 * In `needs_work` the release goes back to `checking`; otherwise the checks run beside the stage. If checks that hold it up are already
 * running, the actor gets their result.
 */
function recheck({ state, command: { actor }, now }: CommandContext): ReleaseState {
  const { checks } = state;
  if (isPrechecking(state)) {
    return { ...state, checks: { ...checks, askedBy: [...new Set([...checks.askedBy, actor])] } };
  }
  const waits = state.stage === 'needs_work';
  return startChecks(waits ? enter(state, 'checking', now) : state, 'asked', now, [actor]);
}

function startPrecondition(context: CommandContext): Refusal | null {
  if (takesUp(context)) return takingUpBarred(context);
  const { state, now, looked } = context;
  const frozen = freezeInTheWay(state, now);
  if (frozen !== null)
    return refused('frozen', { component: frozen.component, freeze: freezeView(frozen.freeze) });
  if (!looked || !checksTooOld(state, now)) return unconfirmedCharts(context);
  const { foundAt } = state.checks;
  return refused('checksTooOld', { foundAt: foundAt === null ? null : iso(foundAt) });
}

/** The refusal if the checks for this very start voided the approvals, or null. */
function changedMeanwhile({ state, looked }: CommandContext): Refusal | null {
  const voided = looked ? state.events.findLast(({ type }) => type === 'votesVoided') : undefined;
  const isNew = voided !== undefined && voided.at >= state.checks.begunAt && !lifecycle[state.stage].approved;
  return isNew && voided.type === 'votesVoided'
    ? refused('changedMeanwhile', { stage: state.stage, differences: voided.facts.differences })
    : null;
}

const withMore = (before: RequestOptions, more: RequestOptions): RequestOptions => ({
  wikiLink: more.wikiLink ?? before.wikiLink,
  noNeedAdmin: more.noNeedAdmin || before.noNeedAdmin,
  hotfix: more.hotfix || before.hotfix,
  components: more.components ?? before.components,
});

/** A repeated request is for the same things. Others that it names must not be lost silently. */
function othersNamed({ state: { subject }, command: { tickets, text } }: CommandContext): Refusal | null {
  const known = ticketsOf(subject);
  const others = text !== null || (tickets ?? []).some((key) => !known.includes(key));
  return others ? refused('otherTickets', { tickets: known }) : null;
}

/** Its checks cannot tell what it touches, so its requester does. Versions before 1.2 refused that. */
const namesComponents = ({ state, command: { signal, actor, options }, rulesOf }: CommandContext): boolean =>
  rulesOf === 'today' &&
  signal === 'request' &&
  lacksComponents(state) &&
  options.components !== null &&
  actor === state.requester;

/** Asks again, with other options, for a release whose checks failed. */
function requestAgain({ state, command, now }: CommandContext): ReleaseState {
  const { options } = command;
  const wanted = command.keeping ? withMore(state.options, options) : options;
  const kept = { ...wanted, hotfix: wanted.hotfix || wasMadeHotfix(state) };
  const asked = record({ ...state, options: kept }, now, command, 'requested', {});
  return startChecks(enter(asked, 'checking', now), 'asked', now, [command.actor]);
}

function alreadyAsked({ state: { requester, stage, since } }: CommandContext): Refusal {
  return refused('alreadyAsked', { requester, stage, since: iso(since) });
}

function goodGiven({ state: { stage } }: CommandContext): Refusal | null {
  return lifecycle[stage].approved ? refused('goodGiven', { stage }) : null;
}

/**
 * Applies a command to an open release at `now` (epoch ms): the next state, or the refusal. `looked`: it was postponed, and the checks are
 * over. Pure.
 */
export function applyCommand(
  state: ReleaseState,
  command: ReleaseCommand,
  roles: Roles,
  now: number,
  looked = false,
  rulesOf: RulesOf = 'today',
): CommandOutcome {
  const outcome = attempt({ state, command, roles, now, looked, rulesOf });
  return outcome.ok
    ? { ...outcome, state: { ...outcome.state, lastCommandAt: now, expiryWarned: false } }
    : outcome;
}

function attempt(context: CommandContext): CommandOutcome {
  const { state, command, now, looked } = context;
  if (command.release !== null && command.release !== state.key) {
    return { ok: false, refusal: refused('earlierRelease', {}) };
  }
  const refusal = refusalOf(context);
  if (refusal !== null) return { ok: false, refusal };
  const { looks, apply } = ruleOf[command.signal];
  if (takesUp(context)) {
    return isRenewed(context)
      ? { ok: true, postponed: false, state: apply(context) }
      : { ok: true, postponed: true, state: renewTokens(context) };
  }
  return looks && !looked
    ? { ok: true, postponed: true, state: isPrechecking(state) ? state : startChecks(state, 'start', now) }
    : { ok: true, postponed: false, state: apply(context) };
}

/** The release is being checked for its turn; a start waits for the same checks. */
const waitsForTurn = ({ state, command, looked }: CommandContext): boolean =>
  ruleOf[command.signal].looks === true && !looked && hasAllLocks(state) && isPrechecking(state);

/** Checks who may, then the stage, then the preconditions. */
function refusalOf(context: CommandContext): Refusal | null {
  const { state, command } = context;
  const { signal } = command;
  const { who, reason, stages } = releaseCommands[signal];
  const { bars, outOfTurn, precondition } = ruleOf[signal];
  const barred = roleLacking(who, context) ?? bars?.(context) ?? null;
  if (barred !== null) return barred;
  const isInTurn = isAmong(state.stage, stages) || namesComponents(context);
  if (!isInTurn && !waitsForTurn(context) && !takesUp(context)) {
    return outOfTurn?.(context) ?? refused('wrongStage', { command: signal, stage: state.stage });
  }
  if (reason === 'required' && command.reason === null) return refused('missingReason', { command: signal });
  return precondition?.(context) ?? null;
}

/** Begins the release `id` by a `request`. `key` identifies it for ever. */
export function begin(
  id: string,
  key: string,
  rules: ReleaseRules,
  command: ReleaseCommand,
  now: number,
): ReleaseState {
  const subject = subjectOf(id, { ...command, ...command.options }) ?? oneTicket(id);
  const state = blankRelease(subject, key, rules, command.actor, command.options, now);
  return startChecks(record(state, now, command, 'requested', {}), 'asked', now, [command.actor]);
}

/** Somebody cancelled the workflow in Temporal. A release that has not started frees its locks; one on production keeps them. */
export function withdraw(state: ReleaseState, now: number): ReleaseState {
  if (isEnd(state.stage)) return state;
  const facts = { reason: null, announced: state.announced };
  const cancelled = record(enter(state, 'cancelled', now), now, nobody, 'cancelled', facts);
  return lifecycle[state.stage].onProduction ? leaveLocks(cancelled) : freeLocks(cancelled);
}
