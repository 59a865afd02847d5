/** The morning digest and the weekly report as data. Instants are epoch ms. */
import type { LockView } from '../lock/lock-view.ts';
import type { Statistics } from '../log/figures.ts';
import type { LoggedRelease } from '../log/logged-release.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { QueuedRelease } from './question-answer.ts';

/** The morning digest. */
export interface Digest {
  /** Sorted by waiting time, longest first. */
  readonly waiting: readonly ReleaseSummary[];
  /** How many more releases wait. */
  readonly moreWaiting: number;
  readonly onProduction: readonly QueuedRelease[];
  /** The start of the period that `wentOut` covers. */
  readonly since: number;
  /** The releases that ended on production, newest first; null if no log answers. */
  readonly wentOut: readonly LoggedRelease[] | null;
  /** The locks that answered. */
  readonly locks: readonly LockView[];
}

/** A week, and the week before it. */
export interface Report {
  readonly week: Statistics;
  readonly before: Statistics;
  /** The longest wait of a release in the week; null if none had to wait. */
  readonly longestWait: LongestWait | null;
}

export const waitKinds = ['good', 'lock', 'admin'] as const;

export interface LongestWait extends Pick<
  LoggedRelease,
  'ticket' | 'tickets' | 'title' | 'url' | 'requester'
> {
  readonly waitedFor: (typeof waitKinds)[number];
  readonly ms: number;
}
