import type { Releases } from '../client/releases.ts';
import type { Guided, OwnAnswer } from '../domain/messages/question-answer.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** What questions are answered from. */
export interface Sources {
  readonly releases: Releases;
  /** Null if there is none. */
  readonly releaseLog: ReleaseLog | null;
  readonly settings: Settings;
  /** What concerns a person now. Throws Temporal's errors and Slack's. */
  readonly ownOf: (user: string) => Promise<OwnAnswer>;
  /** What the asker is, somewhere. Throws what the looking up throws. */
  readonly rolesOfAsker: () => Promise<Pick<Guided, 'approver' | 'admin'>>;
  /** Hears why the log could not be asked; the answer goes without it. */
  readonly onLogAway: (error: unknown) => void;
}
