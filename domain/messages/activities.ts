/** What the workflows ask of the world; `activities/` provides it. */
import type { RequestOptions } from '../command/command.ts';
import type { EventRow } from '../log/event-row.ts';
import type { LockRoles } from '../lock/commands.ts';
import type { Heritage } from '../lock/rebuild.ts';
import type { CheckReport } from '../release/checks.ts';
import type { Roles } from '../release/commands.ts';
import type { ReleaseRules } from '../settings.ts';
import type { AskedQuestion } from './asked.ts';
import type { Undelivered } from './slack-sender.ts';
import type { CardLocation, Notice } from './notice.ts';
import type { Delivery } from './delivery.ts';
import type { ReleaseResult } from './runs.ts';

export interface SharedActivities {
  /** What a person is now for a release of these components. Throws if that cannot be known. */
  lookUpRoles(asked: { readonly user: string; readonly components: readonly string[] }): Promise<Roles>;

  /** What a person is now for the lock of a component. Throws if that cannot be known. */
  lookUpLockRoles(asked: { readonly user: string; readonly component: string }): Promise<LockRoles>;

  /**
   * Tells Slack, in order, each notice once. Takes the place where the card of the release stood last, and returns the one
   * where it stands now: somebody may have deleted it, then it is posted anew.
   */
  deliverNotices(notices: readonly Notice[], cardPlace: CardLocation | null): Promise<CardLocation | null>;

  /** Writes into the release log, each row once. Where there is no log, it does nothing. */
  recordEvents(rows: readonly EventRow[]): Promise<void>;
}

export interface ReleaseActivities {
  /**
   * The rules that hold for a new release, whether there is a log to record it in, and what the last one of its ticket left
   * behind; null if there was none.
   */
  openRelease(request: { readonly workflowId: string; readonly runId: string }): Promise<{
    readonly earlier: ReleaseResult | null;
    readonly rules: ReleaseRules;
    readonly recorded: boolean;
  }>;

  checkTicket(request: { readonly ticket: string; readonly options: RequestOptions }): Promise<CheckReport>;
}

export interface LockActivities {
  /** The workflow IDs of the open releases, which a coordinator that knows nothing has to ask. */
  releasesToAsk(): Promise<readonly string[]>;

  /** What it cannot ask any release; to be looked up after those were asked, so that none ends between the two. */
  inheritLock(request: { readonly component: string }): Promise<Heritage>;
}

export interface QuestionActivities {
  /** Answers where it was asked, once. */
  answerQuestion(asked: AskedQuestion): Promise<void>;
}

export interface HomeActivities {
  /** Shows a person their App Home as everything stands now. */
  publishHome(user: string): Promise<void>;
}

export interface OfferActivities {
  /** Offers, in the channel where it was said, what has not been carried out yet. */
  offerBack(missed: readonly Undelivered[]): Promise<void>;
}

export interface DeliveryActivities {
  /** Tries once. Throws what there is to know about a failure, with no secret in it. */
  deliverOutside(delivery: Delivery): Promise<void>;
}
