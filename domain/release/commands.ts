import type { ReleaseRules } from '../settings.ts';
import type { Stage } from './stage.ts';
import { isEnd, openStages } from './stage.ts';
import { freezeView } from '../lock/lock-view.ts';
import { iso } from '../iso.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import { freezeInTheWay } from './freezing.ts';
import { handOver, handoverHindrance } from './handover.ts';
import { override, overrideHindrance } from './override.ts';
import { freeLocks, leaveLocks, queueUp, tellStarted } from './locking.ts';
import type { CommandSignal, ReleaseCommand } from '../messages/payload.ts';
import { mayAskAgain } from './request.ts';
import type { Request, Roles } from './request.ts';
import { nobody } from '../messages/origin.ts';
import { enter, record } from './state.ts';
import type { ReleaseState } from './state.ts';
import { approvalsOf, goodIsComplete, lackingGood } from './approvals.ts';
import { afterGood } from './votes.ts';

export type { Roles } from './request.ts';

export type Outcome =
  { readonly ok: true; readonly state: ReleaseState } | { readonly ok: false; readonly refusal: Refusal };

/** One rule a command: who may give it, in which stages, and what then happens. */
interface Rule {
  readonly stages: readonly Stage[];
  /** Why this person may not, or null. */
  readonly bars: (request: Request) => Refusal | null;
  /** Why it cannot be done though the stage is right, or null. */
  readonly hinders?: (request: Request) => Refusal | null;
  readonly apply: (request: Request) => ReleaseState;
}

export const beforeGood = ['checking', 'needs_work', 'awaiting_approval'] as const;
const beforeStart = [...beforeGood, 'queued', 'awaiting_admin', 'ready'] as const;

const isRequester = ({ state, command }: Request): boolean => command.actor === state.requester;
const isItsAdmin = ({ state, command }: Request): boolean => command.actor === state.admin;

const onlyApprover = ({ roles }: Request): Refusal | null =>
  roles.approver ? null : refused('notApprover', {});

const onlyRequester = (request: Request): Refusal | null =>
  isRequester(request) ? null : refused('notRequester', { requester: request.state.requester });

const onlyRequesterOrAdmin = (request: Request): Refusal | null =>
  isRequester(request) || isItsAdmin(request)
    ? null
    : refused('notRequesterOrAdmin', { requester: request.state.requester, admin: request.state.admin });

const onlyRequesterOrApprover = (request: Request): Refusal | null =>
  isRequester(request) || request.roles.approver
    ? null
    : refused('notRequesterOrApprover', { requester: request.state.requester });

export const ruleOf: Readonly<Record<Exclude<CommandSignal, 'request'>, Rule>> = {
  recheck: {
    stages: ['needs_work', 'awaiting_approval'],
    bars: onlyRequester,
    apply: ({ state, now }) => startChecks(state, now),
  },
  accept: {
    stages: ['awaiting_approval'],
    bars: (request) => onlyApprover(request) ?? ownRelease(request),
    hinders: voteHindrance,
    apply: vote,
  },
  reject: {
    stages: beforeGood,
    bars: onlyApprover,
    apply: ({ state, command, now }) =>
      record(enter(state, 'rejected', now), now, command, 'rejected', { reason: command.reason ?? '' }),
  },
  adminHere: {
    stages: ['queued', 'awaiting_admin', 'ready', 'deploying'],
    bars: (request) => {
      if (!request.roles.admin) return refused('notAdmin', {});
      return isItsAdmin(request) ? refused('alreadyAdmin', {}) : null;
    },
    apply: ({ state, command, now }) => {
      const ready = state.stage === 'awaiting_admin';
      const found = { ...state, admin: command.actor };
      const facts = { before: state.admin, ready };
      return record(ready ? enter(found, 'ready', now) : found, now, command, 'adminFound', facts);
    },
  },
  depStart: {
    stages: ['ready'],
    bars: onlyRequesterOrAdmin,
    hinders: ({ state, now }) => {
      const frozen = freezeInTheWay(state, now);
      return frozen === null
        ? null
        : refused('frozen', { component: frozen.component, freeze: freezeView(frozen.freeze) });
    },
    apply: ({ state, command, now }) => {
      const facts = { components: state.components };
      return tellStarted(record(enter(state, 'deploying', now), now, command, 'started', facts));
    },
  },
  depFinish: {
    stages: ['deploying'],
    bars: onlyRequesterOrAdmin,
    apply: ({ state, command, now }) =>
      freeLocks(record(enter(state, 'finished', now), now, command, 'finished', {})),
  },
  depRollback: {
    stages: ['deploying'],
    bars: onlyRequesterOrAdmin,
    apply: ({ state, command, now }) =>
      freeLocks(
        record(enter(state, 'rolled_back', now), now, command, 'rolledBack', { reason: command.reason }),
      ),
  },
  cancel: {
    stages: beforeStart,
    bars: onlyRequesterOrApprover,
    apply: ({ state, command, now }) => {
      const facts = { reason: command.reason, announced: state.announced };
      return freeLocks(record(enter(state, 'cancelled', now), now, command, 'cancelled', facts));
    },
  },
  handover: {
    stages: openStages,
    bars: onlyRequesterOrApprover,
    hinders: handoverHindrance,
    apply: handOver,
  },
  override: {
    stages: openStages,
    bars: onlyApprover,
    hinders: overrideHindrance,
    apply: override,
  },
};

/** The commands whose right does not follow from the release alone: somebody has to look up what their actor is. */
export const rolesMatter: readonly CommandSignal[] = [
  'accept',
  'reject',
  'adminHere',
  'cancel',
  'handover',
  'override',
];

/** Four eyes: who ever asked for a release may not give it the "good", unless the rules allow it. */
function ownRelease({ state, command }: Request): Refusal | null {
  const barred = !state.rules.selfAccept && state.requesters.includes(command.actor);
  return barred ? refused('ownRelease', {}) : null;
}

function voteHindrance({ state, command, roles }: Request): Refusal | null {
  if (state.votes.some(({ user }) => user === command.actor)) return refused('alreadyVoted', {});
  const lacking = lackingGood(approvalsOf(state));
  return lacking.some((component) => roles.approves.includes(component))
    ? null
    : refused('voteNotNeeded', { lacking });
}

/** Somebody's "good": the last one that is needed sends the release into its lines. */
function vote({ state, command, roles, now }: Request): ReleaseState {
  const cast = { user: command.actor, components: roles.approves };
  const voted = { ...state, votes: [...state.votes, cast] };
  return goodIsComplete(voted)
    ? queueUp(record(voted, now, command, 'accepted', {}), now)
    : record(voted, now, command, 'voted', { approvals: approvalsOf(voted) });
}

/** Asks for the formal checks, anew if they run already. */
export const startChecks = (state: ReleaseState, now: number): ReleaseState => ({
  ...enter(state, 'checking', now),
  checksDown: false,
  checkNumber: state.checkNumber + 1,
});

/** Asks again, with other options, for a release whose checks failed. */
function requestAgain(state: ReleaseState, command: ReleaseCommand, now: number): Outcome {
  const { stage, requester, since } = state;
  if (!mayAskAgain(state, command.actor)) {
    return { ok: false, refusal: refused('alreadyAsked', { requester, stage, since: iso(since) }) };
  }
  const asked = record({ ...state, options: command.options }, now, command, 'requested', {});
  return { ok: true, state: startChecks(asked, now) };
}

export const needsReason: readonly CommandSignal[] = ['reject', 'override'];

/** A refusal that says what the release waits for, or why this cannot be any more. */
function outOfTurn(state: ReleaseState, command: CommandSignal): Refusal {
  const { stage } = state;
  if (command === 'cancel' && stage === 'deploying') return refused('onProduction', {});
  if ((command === 'accept' || command === 'reject') && afterGood.includes(stage)) {
    return refused('goodGiven', { stage });
  }
  return refused('wrongStage', { command, stage });
}

/** Applies a command to an open release at `now` (epoch ms): the next state, or the reason why not. Pure. */
export function applyCommand(
  state: ReleaseState,
  command: ReleaseCommand,
  roles: Roles,
  now: number,
): Outcome {
  const outcome = attempt(state, command, roles, now);
  return outcome.ok
    ? { ok: true, state: { ...outcome.state, lastCommandAt: now, expiryWarned: false } }
    : outcome;
}

function attempt(state: ReleaseState, command: ReleaseCommand, roles: Roles, now: number): Outcome {
  if (command.release !== null && command.release !== state.key) {
    return { ok: false, refusal: refused('earlierRelease', {}) };
  }
  if (command.signal === 'request') return requestAgain(state, command, now);
  const rule = ruleOf[command.signal];
  const request = { state, command, roles, now };
  const barred = rule.bars(request);
  if (barred !== null) return { ok: false, refusal: barred };
  if (!rule.stages.includes(state.stage)) return { ok: false, refusal: outOfTurn(state, command.signal) };
  if (needsReason.includes(command.signal) && command.reason === null) {
    return { ok: false, refusal: refused('missingReason', { command: command.signal }) };
  }
  const hindrance = rule.hinders?.(request) ?? null;
  return hindrance === null ? { ok: true, state: rule.apply(request) } : { ok: false, refusal: hindrance };
}

/** A new release, as `request` begins it. `key` names it for ever. */
export function begin(
  ticket: string,
  key: string,
  rules: ReleaseRules,
  command: ReleaseCommand,
  now: number,
): ReleaseState {
  const state: ReleaseState = {
    ticket,
    key,
    stage: 'checking',
    since: now,
    requester: command.actor,
    requesters: [command.actor],
    options: command.options,
    title: null,
    url: null,
    rules,
    components: [],
    problems: null,
    checksDown: false,
    adminNeeded: false,
    neededLocks: [],
    admin: null,
    neededApprovals: [],
    votes: [],
    findings: null,
    checkNumber: 0,
    announced: false,
    locks: [],
    turn: 0,
    queuedAt: now,
    holdUntil: null,
    holdLeftMs: null,
    freezes: {},
    passesFreeze: false,
    nudging: null,
    lastCommandAt: now,
    expiryWarned: false,
    events: [],
    epochs: {},
    lockMessages: [],
  };
  return startChecks(record(state, now, command, 'requested', {}), now);
}

/** Someone cancelled the workflow in Temporal. What had not started lets go of its locks; what is on production keeps them. */
export function withdraw(state: ReleaseState, now: number): ReleaseState {
  if (isEnd(state.stage)) return state;
  const facts = { reason: null, announced: state.announced };
  const cancelled = record(enter(state, 'cancelled', now), now, nobody, 'cancelled', facts);
  return state.stage === 'deploying' ? leaveLocks(cancelled) : freeLocks(cancelled);
}
