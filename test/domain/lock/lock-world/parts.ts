import type { Company } from './company.ts';
import type { AddressedNews } from '../../../../domain/lock/orders.ts';
import type { LockState } from '../../../../domain/lock/lock-queue.ts';
import type { CheckReport } from '../../../../domain/release/checks.ts';
import type { ClaimAnswer, LockOrder } from '../../../../domain/messages/lock-messages.ts';
import type { LockCommand, ReleaseCommand } from '../../../../domain/messages/payload.ts';
import type { ReleaseState } from '../../../../domain/release/state.ts';

/** A task as its tracker has it. */
export interface Ticket {
  readonly components: readonly string[];
  readonly url: string;
  readonly tested: boolean;
}

/** What checks found in a ticket and in the configuration. */
export interface Reading {
  readonly number: number;
  readonly at: number;
  readonly report: CheckReport;
  /** The configuration by which it was read, with the former names whose locks somebody holds. */
  readonly settings: Company;
}

export interface Release {
  readonly ticket: string;
  readonly id: string;
  state: ReleaseState;
  /** A dead one ended without a word. */
  fate: 'open' | 'closed' | 'dead';
  /** Cancelled in Temporal: ends as a dead one does. */
  cancelled: boolean;
  /** Whether the reconciler has told of its death. */
  buried: boolean;
  /** What was read and has not arrived. */
  read: Reading | null;
  /** What arrived last. */
  found: Reading | null;
  /** `dep start`, while it is looked at, and when it was said. */
  starts: { readonly command: ReleaseCommand; readonly at: number }[];
  /** What each voter could see when they voted. */
  readonly seen: Map<string, ReleaseState['snapshot']>;
  /** What it was when it started. */
  started: { readonly saidAt: number; readonly found: Reading | null; readonly state: ReleaseState } | null;
}

export type Parcel =
  | { readonly type: 'order'; readonly order: LockOrder }
  | { readonly type: 'command'; readonly command: LockCommand };

export interface Coordinator {
  readonly component: string;
  readonly number: number;
  readonly epoch: number;
  lock: LockState;
  /** The releases that it asked what they hold; null once it knows. */
  asked: readonly string[] | null;
  readonly claims: Map<string, ClaimAnswer>;
  inbox: Parcel[];
}

/** What one coordinator has on the way to one release. */
export interface Post {
  readonly from: Coordinator;
  readonly to: string;
  readonly news: AddressedNews[];
}

/** What a step did to a lock, for the invariants. */
export interface Handled {
  readonly before: LockState;
  readonly after: LockState;
}
