import type { Releases } from '../client/releases.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** What questions are answered from. */
export interface Sources {
  readonly releases: Releases;
  /** Null if there is none. */
  readonly releaseLog: ReleaseLog | null;
  readonly settings: Settings;
  /** Hears why the log could not be asked; the answer goes without it. */
  readonly onLogAway: (error: unknown) => void;
}
