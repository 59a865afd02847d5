/** What the workflows ask of the world; `activities/` provides it. */
import type { RequestOptions } from '../domain/command.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { LockHolder } from '../domain/lock-queue.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import type { Roles } from '../domain/release/commands.ts';
import type { ReleaseRules } from '../domain/settings.ts';
import type { Asked, Missed, Notice, ReleaseResult } from './names.ts';

export interface SharedActivities {
  /** What a person is now. Throws if that cannot be known. */
  lookUpRoles(user: string): Promise<Roles>;

  /** Tells Slack, in order, each notice once. */
  deliverNotices(notices: readonly Notice[]): Promise<void>;
}

export interface ReleaseActivities {
  /** The rules that hold for a new release, and what the last one of its ticket left behind; null if there was none. */
  openRelease(request: {
    readonly workflowId: string;
    readonly runId: string;
  }): Promise<{ readonly earlier: ReleaseResult | null; readonly rules: ReleaseRules }>;

  checkTicket(request: { readonly ticket: string; readonly options: RequestOptions }): Promise<CheckReport>;
}

/** What a coordinator that knows nothing has to know. */
export interface LockSurvey {
  /** The workflow IDs of the open releases: they have to be asked. */
  readonly releaseIds: readonly string[];
  /** Holders that ended on production without a word and can not be asked any more, as the last coordinator knew them. */
  readonly orphans: readonly LockHolder[];
  /** Its freezes, as it left them. */
  readonly freezes: readonly Freeze[];
  /** Orphans of which it had not heard yet. */
  readonly unheard: readonly LockHolder[];
}

export interface LockActivities {
  surveyLock(request: { readonly component: string }): Promise<LockSurvey>;
}

export interface QuestionActivities {
  /** Answers where it was asked, once. */
  answerQuestion(asked: Asked): Promise<void>;
}

export interface OfferActivities {
  /** Offers, in the channel where it was said, what has not been carried out yet. */
  offerBack(missed: readonly Missed[]): Promise<void>;
}
