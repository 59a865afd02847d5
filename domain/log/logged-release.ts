import type { Commit } from './commit.ts';
import type { Stage } from '../release/stage.ts';

/** What the log knows of a release, from all its events together. Instants are epoch ms; what is not there is null. */
export interface LoggedRelease {
  /** Names it among all that its ticket ever had. */
  readonly releaseKey: string;
  /** Its key. */
  readonly ticket: string;
  /** The keys of all its tickets. */
  readonly tickets: readonly string[];
  readonly title: string | null;
  readonly url: string | null;
  readonly wikiLink: string | null;
  readonly requester: string | null;
  readonly admin: string | null;
  readonly components: readonly string[];
  /** As it stood after its last event, or before Temporal ended it. */
  readonly stage: Stage;
  /** Null as long as its stage is not known. */
  readonly stageSince: number | null;
  readonly askedAt: number | null;
  /** When its checks first passed, so that the wait for the good began. */
  readonly announcedAt: number | null;
  /** The last one that counted, as all that follows. */
  readonly goodAt: number | null;
  readonly turnAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The type of the event that ended it. */
  readonly endedAs: string | null;
  readonly overriddenAt: number | null;
  readonly overrideReason: string | null;
  readonly nudges: number;
  /** What went out with it; null where that is not known. */
  readonly commit: Commit | null;
}
