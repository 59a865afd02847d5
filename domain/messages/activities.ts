/** The activities that workflows call. Implemented in `activities/`. */
import type { RequestOptions } from '../command/command.ts';
import type { EventRow } from '../log/event-row.ts';
import type { LockRoles } from '../lock/commands.ts';
import type { Heritage } from '../lock/rebuild.ts';
import type { NotKept, PreferenceOrder } from '../preferences.ts';
import type { CheckReport } from '../release/check-report.ts';
import type { Roles } from '../release/commands.ts';
import type { CommandSignal } from '../command/commands.ts';
import type { ClaimedCommand } from './token-claim.ts';
import type { Pipeline } from './pipeline.ts';
import type { AlertsTold, ChangedTicket, GateAnswer, GateRequest, GateView } from './hooks.ts';
import type { CommandUpdate, ReleaseReply } from './definitions.ts';
import type { Trouble } from '../trouble.ts';
import type { KeyTaken, Subject } from '../release/subject.ts';
import type { ReleaseRules } from '../settings.ts';
import type { AskedQuestion } from './asked-question.ts';
import type { Asker } from './question-answer.ts';
import type { DueDigest } from './due-digest.ts';
import type { SharedLinks } from './shared-links.ts';
import type { MissedCommand } from './slack-sender.ts';
import type { Notice } from './notice.ts';
import type { Round, RoundResult } from './round.ts';
import type { Delivery } from './delivery.ts';
import type { TicketNews, WriteBackStep } from './write-back.ts';
import type { AliasInput, ReleaseResult } from './runs.ts';
import type { WatchedRelease, WatchRun, WatchAudience, WatchSeen, WatchTold } from './watch.ts';
import type { CommandPayload } from './payload.ts';
import type { Numbers } from '../release/numbers.ts';

export interface SharedActivities {
  /** A person's current roles for a release of these components, with what a door claims for them. Throws if they cannot be looked up. */
  lookUpRoles(asked: {
    readonly user: string;
    readonly components: readonly string[];
    readonly claimed?: ClaimedCommand | null;
    /** To whom they hand it over. Absent: to nobody. */
    readonly handsTo?: string;
  }): Promise<Roles>;

  /**
   * The program behind the token that a door claims for the sender of a command; null if the claim is not proven. Throws if the database
   * does not answer.
   */
  lookUpClaim(claimed: ClaimedCommand): Promise<Pipeline | null>;

  /** A person's current roles for the lock of a component, with what a door claims for them. Throws if they cannot be looked up. */
  lookUpLockRoles(asked: {
    readonly user: string;
    readonly component: string;
    readonly claimed?: ClaimedCommand | null;
  }): Promise<LockRoles>;

  /**
   * Delivers each notice once to each place in Slack, in order. Leaves what Slack refuses there, or would delay by more than a moment; a
   * round for a few places (`round.only`) waits instead. Throws only if such a round could deliver nothing at all.
   */
  deliverNotices(notices: readonly Notice[], round: Round): Promise<RoundResult>;

  /** Tells each admin in a direct message what is wrong. */
  tellAdmins(trouble: Trouble): Promise<void>;

  /** Writes rows into the release log, each once. Does nothing if there is no log. */
  recordEvents(rows: readonly EventRow[]): Promise<void>;
}

/** The holder of a key. */
export interface KeyHolder {
  /** The key of the release. */
  readonly ticket: string;
  readonly requester: string | null;
  /** It is about to end, or may never become a release: ask again later. */
  readonly passing: boolean;
  /** It is an alias of the asking release. */
  readonly own: boolean;
}

export interface CheckInput {
  readonly subject: Subject;
  readonly options: RequestOptions;
  /** The components that the last checks found, used if the tickets cannot be read. Absent: unknown. */
  readonly components?: readonly string[];
  /** How long to wait for tickets and pages, in ms. Absent: no limit. */
  readonly readWithinMs?: number;
  /** Also checks which charts of `components` are bad already. */
  readonly charts?: boolean;
}

export interface ReleaseActivities {
  /**
   * The rules for a new release, whether there is a log to record it in, and what the last release of its ticket left behind (null if there
   * was none).
   */
  openRelease(request: { readonly workflowId: string; readonly runId: string }): Promise<{
    readonly earlier: ReleaseResult | null;
    readonly rules: ReleaseRules;
    readonly recorded: boolean;
    /** The workflow ID is the key of a release without a ticket. */
    readonly numbered: boolean;
    /** The open release that the ticket belongs to although no alias blocks its key; null if there is none. */
    readonly heldBy: KeyTaken | null;
  }>;

  /** The open release that keeps `by` from using this workflow ID; null if the ID is free. */
  keyHolder(asked: { readonly workflowId: string; readonly by: AliasInput }): Promise<KeyHolder | null>;

  /** Passes a command on that reached an alias. Returns the release's answer; null if the release is not open. */
  passOn(command: {
    readonly ticket: string;
    readonly request: CommandUpdate<CommandSignal>;
  }): Promise<ReleaseReply | null>;

  checkTicket(request: CheckInput): Promise<CheckReport>;

  /** Fails once the deploying program stops sending heartbeats, which it does from outside, by the activity's ID. Never completes. */
  awaitRunner(): Promise<never>;
}

export interface CounterActivities {
  /** What earlier counters, the releases and the log know about the numbers with this prefix. */
  inheritNumbers(asked: { readonly prefix: string; readonly runId: string }): Promise<Numbers>;

  /** Starts the release of a number with its request, unless that was done before. False if the number belongs to another release. */
  startNumbered(asked: { readonly ticket: string; readonly payload: CommandPayload }): Promise<boolean>;

  /** The key of the open release that has a page; null if there is none. `last` is the release that the page was last given to. */
  releaseOfPage(asked: { readonly page: string; readonly last: string | null }): Promise<string | null>;
}

export interface LockActivities {
  /**
   * The workflow IDs of the open releases that a coordinator without state has to ask; if there are many, only those that may use its
   * component. Without `request` (before 1.2): all.
   */
  releasesToAsk(request?: { readonly component: string }): Promise<readonly string[]>;

  /** What a coordinator cannot learn from any open release. Look it up after asking those, so that none can end in between. */
  inheritLock(request: { readonly component: string }): Promise<Heritage>;
}

export interface QuestionActivities {
  /** Posts the answer where the question was asked, once. */
  answerQuestion(asked: AskedQuestion): Promise<void>;

  /** A person's roles and what concerns them. Throws Temporal's errors and Slack's. */
  lookUpAsker(user: string): Promise<Asker>;
}

export interface AlertActivities {
  /** Posts an incident with its suspects in the release channel, or updates the message that is already there. */
  tellOfAlerts(told: AlertsTold): Promise<void>;
}

export interface WatchActivities {
  /**
   * Checks a release until there is news. Heartbeats carry the state to the next attempt, except news: if an attempt is lost with news, the
   * check is repeated.
   */
  watchRelease(run: WatchRun): Promise<WatchSeen>;

  /** Reports an event of a watch: to the people of the release directly, or to everyone, in the thread of the card and in channels. */
  tellOfWatch(watched: WatchedRelease, told: WatchTold, whom: WatchAudience): Promise<void>;

  /** Posts the chart of a value that turned bad, if there is one. Tried once. */
  drawWatch(watched: WatchedRelease, told: WatchTold): Promise<void>;

  /** Updates the release's card with the state of the watch. */
  showWatch(watched: WatchedRelease): Promise<void>;
}

export interface HookActivities {
  /**
   * Has the open release of a ticket checked again, on behalf of the hook. Does nothing if the rules refuse. Throws if the release cannot
   * be asked.
   */
  recheckRelease(changed: ChangedTicket): Promise<void>;
}

export interface GateActivities {
  /**
   * The state of the release that a deployment waits for. `tooLong`: the deployment has waited too long and gives up. Throws Temporal's
   * errors; throws a non-retryable error if the deployment could pass but no longer waits.
   */
  lookAtGate(asked: GateRequest, tooLong: boolean): Promise<GateView>;

  /**
   * Starts the release, if it may start. Throws Temporal's and the database's errors; throws a non-retryable error if the deployment no
   * longer waits.
   */
  startAtGate(asked: GateRequest, ticket: string): Promise<GateView>;

  /** Answers the server of the deployment. Throws if it cannot; the error is non-retryable if the server no longer wants an answer. */
  answerGate(asked: GateRequest, answer: GateAnswer): Promise<void>;
}

export interface HomeActivities {
  /** Publishes a person's App Home as of now, with the reason why a change of theirs was not kept. True if they were never welcomed. */
  publishHome(user: string, notKept: NotKept | null): Promise<boolean>;

  /** Stores a change. Returns why it could not, or null. */
  keepPreference(user: string, order: PreferenceOrder): Promise<NotKept | null>;

  /** Answers a change that was made outside the App Home. */
  answerPreference(user: string, order: PreferenceOrder, notKept: NotKept | null): Promise<void>;

  /** Claims the welcome of a person for `by`. False if somebody else has claimed it, or if no database can say so. */
  claimWelcome(claim: { readonly user: string; readonly by: string }): Promise<boolean>;

  welcomePerson(user: string): Promise<void>;
}

export interface WelcomeActivities {
  /** Welcomes the release channel, unless something was ever released or the welcome is already there. */
  welcomeChannel(): Promise<void>;
}

export interface OfferActivities {
  /** Offers commands that were not carried out, in the channel where they were given. */
  offerBack(missed: readonly MissedCommand[]): Promise<void>;
}

export interface DeliveryActivities {
  /** One attempt. The error that it throws contains no secret. */
  deliverOutside(delivery: Delivery): Promise<void>;
}

export interface WriteBackActivities {
  /** The steps to take for the news, in order, by the current settings and the current ticket. */
  planWriteBack(news: TicketNews): Promise<readonly WriteBackStep[]>;

  /** Takes a step, unless an earlier attempt took it without learning so. */
  takeWriteBackStep(news: TicketNews, step: WriteBackStep): Promise<void>;

  /** Tells the admins, at most once a day per tracker. `reason` is a line in English, without a secret. */
  tellOfWriteBack(news: TicketNews, reason: string): Promise<void>;
}

export interface DigestActivities {
  /** Posts the digest or report in the release channel, once. Throws if it cannot be compiled. */
  postDigest(due: DueDigest): Promise<void>;
}

export interface UnfurlActivities {
  /** Unfurls the links: shows the state of their releases, as far as there are any. */
  unfurlLinks(shared: SharedLinks): Promise<void>;
}

export type Activities = ReleaseActivities &
  LockActivities &
  CounterActivities &
  SharedActivities &
  QuestionActivities &
  OfferActivities &
  DeliveryActivities &
  DigestActivities &
  UnfurlActivities &
  HomeActivities &
  HookActivities &
  AlertActivities &
  GateActivities &
  WatchActivities &
  WelcomeActivities &
  WriteBackActivities;
