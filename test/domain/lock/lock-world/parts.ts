import type { Company } from './company.ts';
import type { AddressedNews } from '../../../../domain/lock/orders.ts';
import type { LockState } from '../../../../domain/lock/lock-queue.ts';
import type { CheckReport } from '../../../../domain/release/check-report.ts';
import type { LockClaimAnswer, LockOrder } from '../../../../domain/messages/lock-messages.ts';
import type { LockCommand, ReleaseCommand } from '../../../../domain/messages/payload.ts';
import type { ReleaseState } from '../../../../domain/release/state.ts';

/** A ticket as its tracker has it. */
export interface Ticket {
  readonly components: readonly string[];
  readonly url: string;
  readonly tested: boolean;
}

/** The result of checks. */
export interface Reading {
  readonly number: number;
  readonly at: number;
  readonly report: CheckReport;
  /** The configuration that it was read under, with the former names whose locks somebody holds. */
  readonly settings: Company;
}

export interface Release {
  readonly ticket: string;
  readonly id: string;
  state: ReleaseState;
  /** `dead`: it closed without telling its locks. */
  fate: 'open' | 'closed' | 'dead';
  /** Cancelled in Temporal; it is `dead` once it closes. */
  cancelled: boolean;
  /** Whether the reconciler has told the locks of its death. */
  buried: boolean;
  /** A result that has not arrived yet. */
  read: Reading | null;
  /** The last result that arrived. */
  found: Reading | null;
  /** Each `dep start` that waits for its checks, with the time of the first. */
  starts: { readonly command: ReleaseCommand; readonly at: number }[];
  /** The snapshot that each voter saw. */
  readonly seen: Map<string, ReleaseState['snapshot']>;
  /** Its state and checks at the start, and when `dep start` was given. */
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
  /** The releases asked for their claims; null once all have answered. */
  asked: readonly string[] | null;
  readonly claims: Map<string, LockClaimAnswer>;
  inbox: Parcel[];
}

/** The undelivered news from one coordinator to one release, in order. */
export interface Post {
  readonly from: Coordinator;
  readonly to: string;
  readonly news: AddressedNews[];
}

/** A lock before and after a step, for the invariants. */
export interface Handled {
  readonly before: LockState;
  readonly after: LockState;
}
