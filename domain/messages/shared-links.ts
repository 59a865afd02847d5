import type { ReleaseSummary } from '../release/status.ts';

/** A message in which somebody shared links to our page. */
export interface SharedLinks {
  readonly channel: string;
  readonly ts: string;
  readonly links: readonly {
    /** As it stands in the message. */
    readonly url: string;
    /** The key of the release that the page shows there. */
    readonly releaseKey: string;
  }[];
}

/** How a release stands to which a link leads; instants are ISO 8601. */
export interface LinkedRelease {
  readonly release: ReleaseSummary;
  readonly askedAt: string;
  /** Null if it never went to production. */
  readonly startedAt: string | null;
  /** Temporal ended its workflow before it had come to an end. */
  readonly brokenOff: boolean;
}
