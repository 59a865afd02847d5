import type { Commit } from '../log/commit.ts';
import type { Origin } from '../messages/origin.ts';
import type { Approvals } from './approvals.ts';
import type { Difference } from './snapshot.ts';
import type { KeyTaken } from './subject.ts';
import type { Sign } from '../settings.ts';
import type { BadAtStart } from '../watch/bad-already.ts';
import type { ReminderKind } from './stage.ts';

/** Why checks run: somebody asked for them, it has its locks, or it is about to start. */
export type CheckReason = 'asked' | 'turn' | 'start';

/** What keeps a ticket from passing its formal checks. */
export interface CheckProblems {
  readonly missingSigns: readonly Sign[];
  /** Of several tickets, which lacks what. */
  readonly missingOf?: readonly { readonly ticket: string; readonly signs: readonly Sign[] }[];
  /** Components that were asked for and that nobody knows. */
  readonly unknownComponents: readonly string[];
  /** Critical components that the ticket names and the request leaves out. */
  readonly leftOut: readonly string[];
  /** True if not one known component is left. */
  readonly noComponent: boolean;
}

/** What a recheck found to be other than before. */
export interface RulesChange {
  readonly componentsBefore: readonly string[];
  readonly components: readonly string[];
}

/** What somebody says along with what they do. */
interface Noted {
  readonly reason?: string;
}

/** What somebody lets a release pass; nothing of a freeze. */
export interface Passed {
  readonly missingSigns: readonly Sign[];
  readonly leftOut: readonly string[];
  /** Signs that nothing shows: whoever gives the "good" judges them. */
  readonly toJudge: readonly Sign[];
}

/** The facts of each kind of event. Wording is for those who show them. */
export interface EventFacts {
  requested: object;
  /** What it is of belongs to another open release. */
  keyTaken: KeyTaken;
  ticketUnknown: { readonly ticket: string };
  /** `message` null: no answer in time. */
  checksUnavailable: { readonly message: string | null; readonly reason: CheckReason };
  /** `unchanged`: a program had them run, and they found what they had found. */
  checksFailed: CheckProblems & { readonly unchanged?: true };
  checksPassed: { readonly ignoredComponents: readonly string[] };
  rechecked: { readonly change: RulesChange | null };
  /** One "good" of several. */
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
  /** `onProduction`: the ticket of a release that is there already and needs a lock of these; null: it did not start in time. */
  turnLost: { readonly components: readonly string[]; readonly onProduction: string | null };
  lockLost: { readonly component: string; readonly reason: string | null; readonly deploying: boolean };
  adminFound: { readonly before: string | null; readonly ready: boolean } & Noted;
  /** `commit`: what goes out; absent where it is not known. */
  started: {
    readonly components: readonly string[];
    readonly commit?: Commit;
    /** What is not held against it. Absent: nothing. */
    readonly badAlready?: readonly BadAtStart[];
  } & Noted;
  /** Temporal had lost it, and the log knew it. It asks for the locks of these components, which it had. */
  rebuilt: { readonly components: readonly string[] };
  /** The program that deploys it gives no sign of life. */
  pipelineLost: { readonly afterSeconds: number };
  /** Another one goes on with it; `back`: the same that was taken for dead. */
  pipelineTaken: { readonly back: boolean };
  /** Its charts say whether it is finished. */
  deployed: Noted;
  finished: Noted;
  rolledBack: { readonly reason: string | null };
  handedOver: { readonly from: string; readonly to: string; readonly goodVoided: boolean };
  overridden: { readonly reason: string; readonly what: 'checks' | 'freeze' | 'charts' } & Passed;
  /** Somebody made a hotfix of it after it had been asked for. */
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

/** What happened to a release: numbered from 1, in order, in Temporal's time. */
export type ReleaseEvent = {
  [T in EventType]: {
    readonly n: number;
    /** Epoch ms. */
    readonly at: number;
    readonly type: T;
    readonly facts: EventFacts[T];
  } & Origin;
}[EventType];
