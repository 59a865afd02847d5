import { originOf } from '../messages/origin.ts';
import type { Origin } from '../messages/origin.ts';
import type { Runner } from '../messages/runner.ts';
import type { RequestOptions } from '../command/command.ts';
import type { NeededLock } from '../components.ts';
import type { Priority } from '../lock/lock-queue.ts';
import type { ReleaseRules } from '../settings.ts';
import { isEnd } from './stage.ts';
import { lifecycle } from './lifecycle.ts';
import type { ReminderKind, Stage } from './stage.ts';
import { addWorkingTime } from '../working-time.ts';
import type { Freeze } from '../lock/freeze.ts';
import type { CheckProblems, CheckReason, EventFacts, EventType, ReleaseEvent } from './events.ts';
import type { Snapshot } from './snapshot.ts';
import type { Subject } from './subject.ts';
import type { AddressedOrder } from '../messages/lock-messages.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import type { NeededApprovals, Vote } from './approvals.ts';

/** A lock that a release needs. A release takes its locks in the order of the list. */
export interface ReleaseLock extends NeededLock {
  readonly state: 'waiting' | 'held' | 'lost';
  readonly token: number | null;
  /** When the lock was granted, epoch ms. Absent: at `token`, which was not renewed since, or was by a worker before 1.2. */
  readonly grantedAt?: number | undefined;
}

export interface Nudging {
  readonly reminder: ReminderKind;
  readonly waitingSince: number;
  readonly nextAt: number;
  readonly count: number;
  /** Null: there is nobody to escalate to, or it is done. */
  readonly escalateAt: number | null;
}

/** The formal checks, which run beside the stage. */
export interface Checks {
  /** Counts the runs; the result of an earlier run is stale. */
  readonly number: number;
  readonly reason: CheckReason;
  readonly running: boolean;
  /** Who wants to hear the result, even if nothing changed. */
  readonly askedBy: readonly string[];
  /** When the last run began, epoch ms. */
  readonly begunAt: number;
  /** When the run began that found the snapshot, epoch ms; null if there is none. */
  readonly foundAt: number | null;
  /** The tracker does not answer. */
  readonly down: boolean;
  /** While they hold it up and are down: what its problems are as far as is known. Absent, null: those of the checks before. */
  readonly known?: CheckProblems | null;
  /** Charts that are bad before it starts. Absent: nobody has looked. */
  readonly badAlready?: readonly BadAlready[];
}

/** Everything a release knows. Plain JSON, instants in epoch ms; replaced, never changed. */
export interface ReleaseState {
  readonly subject: Subject;
  /** The workflow IDs, besides its own, that keep its further keys from being released elsewhere. */
  readonly aliases: readonly string[];
  /** Identifies this release among all that its key ever had; with the number of an event, identifies that event. */
  readonly key: string;
  readonly stage: Stage;
  readonly since: number;
  readonly requester: string;
  /** Everyone who ever was its requester. */
  readonly requesters: readonly string[];
  readonly options: RequestOptions;
  readonly title: string | null;
  readonly url: string | null;
  readonly rules: ReleaseRules;
  readonly components: readonly string[];
  /** Why its last checks did not pass; null if they did, or have not run. */
  readonly problems: CheckProblems | null;
  readonly adminNeeded: boolean;
  /** The locks that it will have to hold, in the order of taking. */
  readonly neededLocks: readonly NeededLock[];
  readonly admin: string | null;
  readonly neededApprovals: readonly NeededApprovals[];
  readonly votes: readonly Vote[];
  /** What its last checks found; null if they have not run. */
  readonly snapshot: Snapshot | null;
  /** The number of the checks that first found what is in the snapshot: other findings have another one. 0: no checks have run. */
  readonly finding: number;
  readonly checks: Checks;
  /** Whether the request has been announced in the release channel. */
  readonly announced: boolean;
  readonly locks: readonly ReleaseLock[];
  /** How many times it has queued up; part of the ID of its present lock requests. */
  readonly turn: number;
  /** Its place in every queue, epoch ms. */
  readonly queuedAt: number;
  /** When an unused turn may be taken away if others wait, epoch ms; null while there is none. */
  readonly holdUntil: number | null;
  /** What is left of that time while a freeze stops it, in working ms. */
  readonly holdLeftMs: number | null;
  /** The freezes of its components, in force or to come, as their coordinators report them. */
  readonly freezes: Readonly<Record<string, readonly Freeze[]>>;
  /** An override lets it pass freezes. */
  readonly passesFreeze: boolean;
  /** An override lets it start although its checks cannot run. */
  readonly passesChecks: boolean;
  readonly nudging: Nudging | null;
  /** When the last command was carried out, or its good fell. */
  readonly lastCommandAt: number;
  readonly expiryWarned: boolean;
  readonly events: readonly ReleaseEvent[];
  /** When the coordinator of a component last began anew, epoch ms: earlier grants no longer count. */
  readonly epochs: Readonly<Record<string, number>>;
  /** The components whose locks it believed to hold when it was reset in Temporal, until their coordinators confirm it. */
  readonly unconfirmed: readonly string[];
  /** The program that deploys it; null if no program said so, or if it no longer may. */
  readonly runner: (Runner & { readonly lost: boolean }) | null;
  /** The pipeline that new tokens were requested for, and the components that have not sent theirs. */
  readonly renewal: { readonly runner: string; readonly left: readonly string[] } | null;
  /** Whether it keeps its locks until its charts have passed. Absent: no. */
  readonly heldByWatch?: boolean;
  /** By actor: when they were asked to confirm a start with these bad charts, epoch ms. Absent: nobody was asked. */
  readonly startAsked?: Readonly<
    Record<
      string,
      { readonly at: number; readonly about: readonly Pick<BadAlready, 'check' | 'value' | 'named'>[] }
    >
  >;
  /** Orders that have yet to be sent to coordinators, in order. */
  readonly pendingOrders: readonly AddressedOrder[];
}

export const priorityOf = (state: ReleaseState): Priority => (state.options.hotfix ? 'hotfix' : 'normal');

export const requestIdOf = (state: ReleaseState): string => `${state.key}:${state.turn}`;

/** Whether its code is on production or partly there. Of ended releases, only one that was cut off there still has locks. */
export const isOnProduction = ({ stage, locks }: Pick<ReleaseState, 'stage' | 'locks'>): boolean =>
  lifecycle[stage].onProduction || (isEnd(stage) && locks.some((lock) => lock.state === 'held'));

/** The components that it still has to notify although it needs none of their locks. */
export function lettingGoOf({ neededLocks, pendingOrders }: ReleaseState): readonly string[] {
  const told = new Set(pendingOrders.map(({ component }) => component));
  for (const { component } of neededLocks) told.delete(component);
  return [...told];
}

/** A release before its first event. */
export const blankRelease = (
  subject: Subject,
  key: string,
  rules: ReleaseRules,
  requester: string,
  options: RequestOptions,
  now: number,
): ReleaseState => ({
  subject,
  aliases: [],
  key,
  stage: 'checking',
  since: now,
  requester,
  requesters: [requester],
  options,
  title: null,
  url: null,
  rules,
  components: [],
  problems: null,
  adminNeeded: false,
  neededLocks: [],
  admin: null,
  neededApprovals: [],
  votes: [],
  snapshot: null,
  finding: 0,
  checks: {
    number: 0,
    reason: 'asked',
    running: false,
    askedBy: [],
    begunAt: now,
    foundAt: null,
    down: false,
  },
  announced: false,
  locks: [],
  turn: 0,
  queuedAt: now,
  holdUntil: null,
  holdLeftMs: null,
  freezes: {},
  passesFreeze: false,
  passesChecks: false,
  nudging: null,
  lastCommandAt: now,
  expiryWarned: false,
  events: [],
  epochs: {},
  unconfirmed: [],
  runner: null,
  renewal: null,
  pendingOrders: [],
});

/** Appends an event. */
export function record<T extends EventType>(
  state: ReleaseState,
  now: number,
  origin: Origin,
  type: T,
  facts: EventFacts[T],
): ReleaseState {
  const event = {
    n: (state.events.at(-1)?.n ?? 0) + 1,
    at: now,
    type,
    ...originOf(origin),
    facts,
  } as ReleaseEvent;
  return { ...state, events: [...state.events, event] };
}

/** Whether a reminder also comes outside working hours. */
export const isRoundTheClock = (reminder: ReminderKind, priority: Priority): boolean =>
  priority === 'hotfix' || reminder === 'deploying';

/** The instant `durationMs` after `start`. Counts working time only, unless the reminder comes round the clock. */
export function remindAt(
  state: ReleaseState,
  reminder: ReminderKind,
  start: number,
  durationMs: number,
): number {
  return isRoundTheClock(reminder, priorityOf(state))
    ? start + durationMs
    : addWorkingTime(start, durationMs, state.rules.calendar);
}

function nudgingFor(state: ReleaseState, stage: Stage, now: number): Nudging | null {
  const { reminder } = lifecycle[stage];
  if (reminder === null) return null;
  const { afterMs, escalateAfterMs, escalateTo } = state.rules.reminders[reminder];
  return {
    reminder,
    waitingSince: now,
    nextAt: remindAt(state, reminder, now, afterMs),
    count: 0,
    escalateAt:
      escalateAfterMs === null || escalateTo.length === 0
        ? null
        : remindAt(state, reminder, now, escalateAfterMs),
  };
}

/** It has become a hotfix: its reminders no longer wait for working hours. */
export function remindRoundTheClock(state: ReleaseState, now: number): ReleaseState {
  const { nudging } = state;
  if (nudging === null) return state;
  const { afterMs, everyMs, escalateAfterMs } = state.rules.reminders[nudging.reminder];
  const atLatest = (before: number, durationMs: number): number =>
    Math.min(before, remindAt(state, nudging.reminder, now, durationMs));
  const escalateAt =
    nudging.escalateAt === null || escalateAfterMs === null
      ? nudging.escalateAt
      : atLatest(nudging.escalateAt, escalateAfterMs);
  const nextAt = atLatest(nudging.nextAt, nudging.count === 0 ? afterMs : everyMs);
  return { ...state, nudging: { ...nudging, nextAt, escalateAt } };
}

/** Moves to a stage. Reminders for whoever has to act start from here, and so does the time to expire if it could not expire before. */
export const enter = (state: ReleaseState, stage: Stage, now: number): ReleaseState => ({
  ...state,
  ...(beginsToExpire(state.stage, stage) ? { lastCommandAt: now, expiryWarned: false } : {}),
  stage,
  since: now,
  nudging: nudgingFor(state, stage, now),
});

/** Whether a release can expire in a stage, and could not in the one before. */
export const beginsToExpire = (before: Stage, stage: Stage): boolean =>
  lifecycle[stage].expires && !lifecycle[before].expires;
