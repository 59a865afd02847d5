import type { Commit } from './commit.ts';
import type { Stage } from '../release/stage.ts';

/** What the log knows of a release, from all its events. Instants are epoch ms; what is unknown is null. */
export interface LoggedRelease {
  /** Identifies it among all that its ticket ever had. */
  readonly releaseKey: string;
  /** The release's key. */
  readonly ticket: string;
  /** The keys of all its tickets. */
  readonly tickets: readonly string[];
  readonly title: string | null;
  readonly url: string | null;
  readonly wikiLink: string | null;
  readonly requester: string | null;
  readonly admin: string | null;
  readonly components: readonly string[];
  /** The stage after its last event, or before Temporal ended it. */
  readonly stage: Stage;
  /** Null while its stage is not known. */
  readonly stageSince: number | null;
  readonly askedAt: number | null;
  /** When its checks first passed and the wait for approval began. */
  readonly announcedAt: number | null;
  /** When it was last approved. */
  readonly goodAt: number | null;
  readonly turnAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The type of the event that ended it. */
  readonly endedAs: string | null;
  readonly overriddenAt: number | null;
  readonly overrideReason: string | null;
  readonly nudges: number;
  /** The commit that went out; null if not known. */
  readonly commit: Commit | null;
}
