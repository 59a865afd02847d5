/** How things stand on a morning, and how a week was. Instants are epoch ms. */
import type { LockView } from '../lock/lock-view.ts';
import type { Statistics } from '../log/figures.ts';
import type { LoggedRelease } from '../log/logged-release.ts';
import type { ReleaseSummary } from '../release/status.ts';
import type { QueuedRelease } from './question-answer.ts';

/** How things stand. */
export interface Digest {
  /** Who waits longest first. */
  readonly waiting: readonly ReleaseSummary[];
  /** How many more wait. */
  readonly moreWaiting: number;
  readonly onProduction: readonly QueuedRelease[];
  /** From when on what went out is told. */
  readonly since: number;
  /** What ended on production, the last first; null where no log tells. */
  readonly wentOut: readonly LoggedRelease[] | null;
  /** Those that answer. */
  readonly locks: readonly LockView[];
}

/** How a week was, and the one before it. */
export interface Report {
  readonly week: Statistics;
  readonly before: Statistics;
  /** Of the releases of the week; null if none had to wait. */
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
