import type { ReleaseSummary } from '../release/status.ts';

/** How a release stands to which a link leads; instants are ISO 8601. */
export interface LinkedRelease {
  readonly release: ReleaseSummary;
  readonly askedAt: string;
  /** Null if it never went to production. */
  readonly startedAt: string | null;
  /** Temporal ended its workflow before it had come to an end. */
  readonly brokenOff: boolean;
}
