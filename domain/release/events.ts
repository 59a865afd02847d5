import type { Commit } from '../log/commit.ts';
import type { Origin } from '../messages/origin.ts';
import type { Approvals } from './approvals.ts';
import type { Difference } from './snapshot.ts';
import type { KeyTaken } from './subject.ts';
import type { Sign } from '../settings.ts';
import type { BadAtStart } from '../watch/bad-already.ts';
import type { ReminderKind } from './stage.ts';

/** Why checks run: somebody asked for them, the release has its locks, or it is about to start. */
export type CheckReason = 'asked' | 'turn' | 'start';

/** What keeps a ticket from passing its formal checks. */
export interface CheckProblems {
  readonly missingSigns: readonly Sign[];
  /** For several tickets: which of them lacks what. */
  readonly missingOf?: readonly { readonly ticket: string; readonly signs: readonly Sign[] }[];
  /** Components that were requested and that nobody knows. */
  readonly unknownComponents: readonly string[];
  /** Critical components that the ticket names and the request leaves out. */
  readonly leftOut: readonly string[];
  /** True if no known component is left. */
  readonly noComponent: boolean;
}

/** What a recheck found to have changed. */
export interface RulesChange {
  readonly componentsBefore: readonly string[];
  readonly components: readonly string[];
}

/** A note that comes with an action. */
interface Noted {
  readonly reason?: string;
}

/** What an override lets a release pass, freezes aside. */
export interface Passed {
  readonly missingSigns: readonly Sign[];
  readonly leftOut: readonly string[];
  /** Signs that nothing shows: the approvers judge them. */
  readonly toJudge: readonly Sign[];
}

/** The facts of each type of event. The wording is up to those who show them. */
export interface EventFacts {
  requested: object;
  /** One of its keys belongs to another open release. */
  keyTaken: KeyTaken;
  ticketUnknown: { readonly ticket: string };
  /** `message` null: no answer in time. */
  checksUnavailable: { readonly message: string | null; readonly reason: CheckReason };
  /** `unchanged`: a program asked for the checks, and they found the same as before. */
  checksFailed: CheckProblems & { readonly unchanged?: true };
  checksPassed: { readonly ignoredComponents: readonly string[] };
  rechecked: { readonly change: RulesChange | null };
  /** One approval of several. */
  voted: { readonly approvals: readonly Approvals[] } & Noted;
  accepted: Noted;
  votesVoided: {
    readonly voters: readonly string[];
    /** The checks found something else, or failed. */
    readonly cause: 'changed' | 'failed';
    readonly differences: readonly Difference[];
  };
  rejected: { readonly reason: string };
  lockGranted: { readonly component: string; readonly token: number };
  turnCame: { readonly components: readonly string[]; readonly adminNeeded: boolean };
  overtaken: { readonly component: string; readonly by: string };
  /** `onProduction`: the ticket of a release on production that needs one of these locks; null: it did not start in time. */
  turnLost: { readonly components: readonly string[]; readonly onProduction: string | null };
  lockLost: { readonly component: string; readonly reason: string | null; readonly deploying: boolean };
  adminFound: { readonly before: string | null; readonly ready: boolean } & Noted;
  /** `commit`: what goes out; absent if not known. */
  started: {
    readonly components: readonly string[];
    readonly commit?: Commit;
    /** Charts that were bad before it started: they are not held against it. Absent: none. */
    readonly badAlready?: readonly BadAtStart[];
  } & Noted;
  /** Temporal had lost the release, and it was rebuilt from the log. It requests the locks of these components again. */
  rebuilt: { readonly components: readonly string[] };
  /** The program that deploys it gives no sign of life. */
  pipelineLost: { readonly afterSeconds: number };
  /** A program has taken it up; `back`: the same one, which was taken for dead. */
  pipelineTaken: { readonly back: boolean };
  /** It is deployed, and its charts decide whether it is finished. */
  deployed: Noted;
  finished: Noted;
  rolledBack: { readonly reason: string | null };
  handedOver: { readonly from: string; readonly to: string; readonly goodVoided: boolean };
  overridden: { readonly reason: string; readonly what: 'checks' | 'freeze' | 'charts' } & Passed;
  /** Somebody made it a hotfix after it had been requested. */
  madeHotfix: { readonly reason: string };
  cancelled: { readonly reason: string | null; readonly announced: boolean };
  expiryNear: { readonly at: number };
  expired: { readonly announced: boolean };
  nudged: { readonly reminder: ReminderKind; readonly count: number; readonly waitingSince: number };
  escalated: {
    readonly reminder: ReminderKind;
    readonly waitingSince: number;
    readonly to: readonly string[];
  };
}
export type EventType = keyof EventFacts;

/** What happened to a release: numbered from 1, in order, with Temporal's time. */
export type ReleaseEvent = {
  [T in EventType]: {
    readonly n: number;
    /** Epoch ms. */
    readonly at: number;
    readonly type: T;
    readonly facts: EventFacts[T];
  } & Origin;
}[EventType];
