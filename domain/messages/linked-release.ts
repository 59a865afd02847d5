import type { ReleaseSummary } from '../release/status.ts';

/** The state of a release that a link leads to. Instants are ISO 8601. */
export interface LinkedRelease {
  readonly release: ReleaseSummary;
  readonly askedAt: string;
  /** Null if it never went to production. */
  readonly startedAt: string | null;
  /** Its workflow was ended in Temporal before the release came to an end. */
  readonly brokenOff: boolean;
}
