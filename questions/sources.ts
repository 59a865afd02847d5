import type { Releases } from '../client/releases.ts';
import type { Guided, OwnAnswer } from '../domain/messages/question-answer.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** The sources for answers. */
export interface AnswerSources {
  readonly releases: Releases;
  /** Null if there is no log. */
  readonly releaseLog: ReleaseLog | null;
  readonly settings: Settings;
  /** What concerns a person now. Throws Temporal's errors and Slack's. */
  readonly ownOf: (user: string) => Promise<OwnAnswer>;
  /** The roles that the asker has on any component. Throws if the lookup fails. */
  readonly rolesOfAsker: () => Promise<Pick<Guided, 'approver' | 'admin'>>;
  /** Called with the reason why the log did not answer; the answer goes without it. */
  readonly onLogAway: (error: unknown) => void;
}
