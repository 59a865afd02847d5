import type { Origin } from '../messages/origin.ts';
import type { Approvals } from './approvals.ts';
import type { Change } from './snapshot.ts';
import type { Sign } from '../settings.ts';
import type { ReminderKind } from './stage.ts';

/** What keeps a ticket from passing its formal checks. */
export interface CheckProblems {
  readonly missingSigns: readonly Sign[];
  /** Components that were asked for and that nobody knows. */
  readonly unknownComponents: readonly string[];
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

/** The facts of each kind of event. Wording is for those who show them. */
export interface EventFacts {
  requested: object;
  ticketUnknown: object;
  checksUnavailable: { readonly message: string };
  checksFailed: CheckProblems;
  checksPassed: { readonly ignoredComponents: readonly string[] };
  rechecked: { readonly change: RulesChange | null };
  /** One "good" of several. */
  voted: { readonly approvals: readonly Approvals[] } & Noted;
  accepted: Noted;
  votesVoided: {
    readonly voters: readonly string[];
    /** The checks found something else, failed, or were overridden. */
    readonly cause: 'changed' | 'failed' | 'overridden';
    readonly changes: readonly Change[];
  };
  rejected: { readonly reason: string };
  lockGranted: { readonly component: string; readonly token: number };
  turnCame: { readonly components: readonly string[]; readonly adminNeeded: boolean };
  overtaken: { readonly component: string; readonly by: string };
  turnLost: { readonly components: readonly string[] };
  lockLost: { readonly component: string; readonly reason: string | null; readonly deploying: boolean };
  adminFound: { readonly before: string | null; readonly ready: boolean } & Noted;
  started: { readonly components: readonly string[] } & Noted;
  finished: Noted;
  rolledBack: { readonly reason: string | null };
  handedOver: { readonly from: string; readonly to: string; readonly goodVoided: boolean };
  overridden: {
    readonly reason: string;
    readonly what: 'checks' | 'freeze';
    readonly missingSigns: readonly Sign[];
  };
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
