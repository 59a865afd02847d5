/** What the workflows ask of the world; `activities/` provides it. */
import type { RequestOptions } from '../command/command.ts';
import type { EventRow } from '../log/event-row.ts';
import type { LockRoles } from '../lock/commands.ts';
import type { Heritage } from '../lock/rebuild.ts';
import type { NotKept, PreferenceOrder } from '../preferences.ts';
import type { CheckReport } from '../release/checks.ts';
import type { Roles } from '../release/commands.ts';
import type { CommandSignal } from '../command/commands.ts';
import type { Claimed } from './claim.ts';
import type { Pipeline } from './pipeline.ts';
import type { AlertsTold, ChangedTicket, GateAnswer, GateRequest, GateView } from './hooks.ts';
import type { CommandUpdate, ReleaseReply } from './definitions.ts';
import type { Trouble } from '../trouble.ts';
import type { KeyTaken, Subject } from '../release/subject.ts';
import type { ReleaseRules } from '../settings.ts';
import type { AskedQuestion } from './asked.ts';
import type { Asker } from './question-answer.ts';
import type { DueDigest } from './due-digest.ts';
import type { SharedLinks } from './shared-links.ts';
import type { Undelivered } from './slack-sender.ts';
import type { Notice } from './notice.ts';
import type { Round, Told } from './round.ts';
import type { Delivery } from './delivery.ts';
import type { TicketNews, WriteBackStep } from './write-back.ts';
import type { AliasInput, ReleaseResult } from './runs.ts';
import type { WatchedRelease, WatchRun, WatchAudience, WatchSeen, WatchTold } from './watch.ts';
import type { CommandPayload } from './payload.ts';
import type { Numbers } from '../release/numbers.ts';

export interface SharedActivities {
  /** What a person is now for a release of these components, also by what a door claims for them. Throws if that cannot be known. */
  lookUpRoles(asked: {
    readonly user: string;
    readonly components: readonly string[];
    readonly claimed?: Claimed | null;
    /** To whom they hand it over. Absent: to nobody. */
    readonly handsTo?: string;
  }): Promise<Roles>;

  /** What the token is that a door claims for whoever gave a command; null if that is not proven. Throws if the database does not tell. */
  lookUpClaim(claimed: Claimed): Promise<Pipeline | null>;

  /** What a person is now for the lock of a component, likewise. Throws if that cannot be known. */
  lookUpLockRoles(asked: {
    readonly user: string;
    readonly component: string;
    readonly claimed?: Claimed | null;
  }): Promise<LockRoles>;

  /**
   * Tells Slack, each place each notice once and in order. What Slack would have a place wait for longer than a moment is left, and so is what it
   * does not take there now; a round for a few places alone waits for them. Throws only where such a round could tell nothing at all.
   */
  deliverNotices(notices: readonly Notice[], round: Round): Promise<Told>;

  /** Tells each admin directly what is wrong. */
  tellAdmins(trouble: Trouble): Promise<void>;

  /** Writes into the release log, each row once. Where there is no log, it does nothing. */
  recordEvents(rows: readonly EventRow[]): Promise<void>;
}

/** Who has a key. */
export interface KeyHolder {
  /** The key of the release. */
  readonly ticket: string;
  readonly requester: string | null;
  /** It is about to end, or may turn out to be none: it is worth asking again. */
  readonly passing: boolean;
  /** It is an alias of the release that asks. */
  readonly own: boolean;
}

export interface CheckInput {
  readonly subject: Subject;
  readonly options: RequestOptions;
  /** What it touches by its last checks, for where its tickets cannot be read. Absent: nobody knows. */
  readonly components?: readonly string[];
  /** So long tickets and pages are waited for, in ms. Absent: as long as it takes. */
  readonly readWithinMs?: number;
  /** Tells what was found also where something cannot be told. */
  readonly detailed?: boolean;
  /** Looks besides which charts of `components` are bad already. */
  readonly charts?: boolean;
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
    /** Its ID is the key of a release without a ticket. */
    readonly numbered: boolean;
    /** The open release to which the ticket belongs, though no alias of it stands in the way; null if there is none. */
    readonly heldBy: KeyTaken | null;
  }>;

  /** The open release that an alias or a release keeps from having that workflow ID; null if it is free. */
  keyHolder(asked: { readonly workflowId: string; readonly by: AliasInput }): Promise<KeyHolder | null>;

  /** What a release answers to a command that reached one of its aliases; null if it is not open. */
  passOn(command: {
    readonly ticket: string;
    readonly request: CommandUpdate<CommandSignal>;
  }): Promise<ReleaseReply | null>;

  checkTicket(request: CheckInput): Promise<CheckReport>;

  /** Ends only when the program that keeps it alive, from outside by its ID, gives no sign of life any more. */
  awaitRunner(): Promise<never>;
}

export interface CounterActivities {
  /** What the counters before this one, the releases and the log tell of the numbers with this prefix. */
  inheritNumbers(asked: { readonly prefix: string; readonly runId: string }): Promise<Numbers>;

  /** Starts the release of a number by its request, unless that is done already. False if the number is another's. */
  startNumbered(asked: { readonly ticket: string; readonly payload: CommandPayload }): Promise<boolean>;

  /** The key of the open release that has a page; null if there is none. `last` is that to which the page was given last. */
  releaseOfPage(asked: { readonly page: string; readonly last: string | null }): Promise<string | null>;
}

export interface LockActivities {
  /** The workflow IDs of the open releases which a coordinator that knows nothing has to ask; of many those that may have to do with it. Without a request, as before 1.2: all. */
  releasesToAsk(request?: { readonly component: string }): Promise<readonly string[]>;

  /** What it cannot ask any release; to be looked up after those were asked, so that none ends between the two. */
  inheritLock(request: { readonly component: string }): Promise<Heritage>;
}

export interface QuestionActivities {
  /** Answers where it was asked, once. */
  answerQuestion(asked: AskedQuestion): Promise<void>;

  /** What a person is, and what concerns them. Throws Temporal's errors and Slack's. */
  lookUpAsker(user: string): Promise<Asker>;
}

export interface AlertActivities {
  /** Tells the release channel of an incident with its suspects, or brings up to date what stands there. */
  tellOfAlerts(told: AlertsTold): Promise<void>;
}

export interface WatchActivities {
  /** Looks again and again until there is something to tell. Its heartbeats say what it knows; where that is not known to end well, it looks once more. */
  watchRelease(run: WatchRun): Promise<WatchSeen>;

  /** Tells those whose release it is, directly, what happened to its watch; or everyone, in the thread of its card and in channels. */
  tellOfWatch(watched: WatchedRelease, told: WatchTold, whom: WatchAudience): Promise<void>;

  /** Shows how a value went that turned bad, where that can be shown. Tried once. */
  drawWatch(watched: WatchedRelease, told: WatchTold): Promise<void>;

  /** Shows on the card of its release how a watch stands. */
  showWatch(watched: WatchedRelease): Promise<void>;
}

export interface HookActivities {
  /** Has the open release of a ticket checked again, as the hook; what the rules refuse is not done. Throws what keeps it from asking. */
  recheckRelease(changed: ChangedTicket): Promise<void>;
}

export interface GateActivities {
  /**
   * How the release stands for which a deployment waits. `tooLong`: it waits no longer. Throws Temporal's errors, and finally if it might pass
   * and nobody waits for it any more.
   */
  lookAtGate(asked: GateRequest, tooLong: boolean): Promise<GateView>;

  /** Starts it, if it may. Throws Temporal's errors, those of the database, and finally if nobody waits for the deployment any more. */
  startAtGate(asked: GateRequest, ticket: string): Promise<GateView>;

  /** Tells the server of the deployment. Throws why it could not; finally where that wants no answer any more. */
  answerGate(asked: GateRequest, answer: GateAnswer): Promise<void>;
}

export interface HomeActivities {
  /** Shows a person their App Home as everything stands now, and why a change of theirs was not kept. True if they were never welcomed. */
  publishHome(user: string, notKept: NotKept | null): Promise<boolean>;

  /** Keeps a change; null, or why not. */
  keepPreference(user: string, order: PreferenceOrder): Promise<NotKept | null>;

  /** Answers whoever made a change elsewhere than in their App Home. */
  answerPreference(user: string, order: PreferenceOrder, notKept: NotKept | null): Promise<void>;

  /** Whether welcoming a person is up to `by`, as nobody else has claimed it. False where no database tells. */
  claimWelcome(claim: { readonly user: string; readonly by: string }): Promise<boolean>;

  welcomePerson(user: string): Promise<void>;
}

export interface WelcomeActivities {
  /** Welcomes those in the release channel, unless something was ever released, or a welcome stands there. */
  welcomeChannel(): Promise<void>;
}

export interface OfferActivities {
  /** Offers, in the channel where it was said, what has not been carried out yet. */
  offerBack(missed: readonly Undelivered[]): Promise<void>;
}

export interface DeliveryActivities {
  /** Tries once. Throws what there is to know about a failure, with no secret in it. */
  deliverOutside(delivery: Delivery): Promise<void>;
}

export interface WriteBackActivities {
  /** What there is to do for it, in order, by the settings and the ticket as they are now. */
  planWriteBack(news: TicketNews): Promise<readonly WriteBackStep[]>;

  /** Does it, unless it is done already: an earlier attempt may not have heard that it was. */
  takeWriteBackStep(news: TicketNews, step: WriteBackStep): Promise<void>;

  /** Tells the admins, once a day for each tracker. `reason` is a line in English, without a secret. */
  tellOfWriteBack(news: TicketNews, reason: string): Promise<void>;
}

export interface DigestActivities {
  /** Tells the release channel, once. Throws what keeps it from knowing what to say. */
  postDigest(due: DueDigest): Promise<void>;
}

export interface UnfurlActivities {
  /** Shows beside the links how their releases stand, as far as there are any. */
  unfurlLinks(shared: SharedLinks): Promise<void>;
}

/** All that workflows ask of the world. */
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
