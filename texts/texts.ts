import type { Mistake } from '../domain/command/command.ts';
import type { CommandType } from '../domain/command/commands.ts';
import type { LockAnswer, LockEvent } from '../domain/lock/events.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import type { ReleaseEvent } from '../domain/release/events.ts';
import type { ReasonedStep, Step } from '../domain/release/steps.ts';
import type { ReleaseStatus, ReleaseSummary } from '../domain/release/status.ts';
import type { Guided, QueuedRelease } from '../domain/messages/question-answer.ts';
import type { ReleaseFacts, TextContext } from './facts.ts';
import type { AlertTexts } from './alerts.ts';
import type { AboutTexts } from './about.ts';
import type { SetupTexts } from './setup.ts';
import type { DigestTexts } from './digest.ts';
import type { HomeTexts } from './home.ts';
import type { PreferenceTexts } from './preferences.ts';
import type { WelcomeTexts } from './welcome.ts';
import type { ReleaseLogTexts } from './release-log.ts';
import type { RequestFormTexts } from './request-form.ts';
import type { WatchTexts } from './watch.ts';

/** A question about the queue. */
export interface QueueQuestion {
  /** Null: all components. */
  readonly component: string | null;
  /** Those of the components in question that have a lock. */
  readonly critical: readonly string[];
  /** How many open releases there are beyond those listed. */
  readonly unlisted: number;
}

/** One field of a release's card. */
export interface CardField {
  readonly name: string;
  readonly value: string;
}

/** The texts of a release's card. */
export interface CardWords {
  /** The status, for notifications and for clients that do not read blocks. */
  readonly text: string;
  readonly headline: string;
  /** What is released, if that takes more than the headline; else empty. */
  readonly details: string;
  /** At most ten. Empty for an ended release, which takes one line. */
  readonly fields: readonly CardField[];
}

/** All plain text. */
export interface ButtonWords {
  readonly label: string;
  /** Null if the button needs no confirmation. */
  readonly confirm: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  } | null;
}

/** The form that asks for a reason. Plain text except for `explanation`. */
export interface ReasonWords {
  readonly title: string;
  readonly explanation: string;
  readonly question: string;
  readonly submit: string;
  readonly leave: string;
  readonly required: boolean;
}

/** Everything that people read in Slack, in one language, as Slack's markup. */
export interface Texts {
  readonly card: (release: ReleaseFacts, around: TextContext) => CardWords;
  /** The same in a line or two, for links to the page of a release. */
  readonly shown: (release: ReleaseFacts, around: TextContext) => string;
  readonly button: (step: Step, ticket: string) => ButtonWords;
  /** Beside the list from which the requester chooses components. */
  readonly chooseComponents: string;
  readonly reasonForm: (step: ReasonedStep, ticket: string) => ReasonWords;
  readonly requestForm: RequestFormTexts;
  readonly home: HomeTexts;
  readonly preferences: PreferenceTexts;
  readonly welcome: WelcomeTexts;
  readonly releaseLog: ReleaseLogTexts;
  readonly alerts: AlertTexts;
  readonly watch: WatchTexts;
  /** For the release channel or a card's thread; null if the event does not concern everyone. */
  readonly announcement: (release: ReleaseFacts, event: ReleaseEvent, around: TextContext) => string | null;
  /** A direct message to those who have to act, or whose release it is. */
  readonly personal: (release: ReleaseFacts, event: ReleaseEvent, around: TextContext) => string;
  /** For a component's channel: where to find the card of a release of several components. */
  readonly cardLinked: (release: ReleaseFacts, url: string | null, around: TextContext) => string;
  /** Replaces a direct message whose request is settled: by whom, or how the release stands now. */
  readonly settled: (release: ReleaseFacts, event: ReleaseEvent, around: TextContext) => string;
  /** Replaces a request for approval that is out of date: the new request shows what the checks find now. */
  readonly askedAnew: (release: ReleaseFacts, around: TextContext) => string;
  /** Replaces an offer that was accepted. `words` is plain text. */
  readonly offerTaken: (words: string) => string;
  readonly answer: (release: ReleaseSummary, answer: ReleaseAnswer, around: TextContext) => string;
  /** To the user who starts a release, while its checks run again. */
  readonly looking: (release: ReleaseSummary, around: TextContext) => string;
  readonly lockAnnouncement: (component: string, event: LockEvent, around: TextContext) => string;
  /** To the author of freezes that somebody else lifted. */
  readonly freezeLifted: (
    component: string,
    event: Extract<LockEvent, { type: 'unfrozen' }>,
    around: TextContext,
  ) => string;
  readonly lockAnswer: (component: string, answer: LockAnswer, around: TextContext) => string;
  readonly mistake: (mistake: Mistake) => string;
  /** Help for all commands, or for one. */
  readonly help: (topic: CommandType | 'everything') => string;
  readonly guide: (guided: Guided) => string;
  readonly status: (release: ReleaseSummary, around: TextContext) => string;
  /** What the release lacks, for users whom no message reaches; null if nothing. */
  readonly lacking: (release: Pick<ReleaseStatus, 'ticket' | 'problems'>) => string | null;
  readonly queue: (
    releases: readonly QueuedRelease[],
    around: TextContext,
    question: QueueQuestion,
  ) => string;
  readonly about: AboutTexts;
  readonly setup: SetupTexts;
  readonly regular: DigestTexts;
  /** Replaces the rest of a text that is too long for a message; `page` is the address that shows all of it. */
  readonly cutOff: (page: string | null) => string;
  /** Replaces the answer to a question if Temporal does not give one. */
  readonly trouble: string;
  /** To the author of words (plain text) that came while the bot was away, `agoMs` ago. */
  readonly offer: (actor: string, words: string, agoMs: number) => string;
  readonly offerButton: string;
  /** What was said may not be a command; offers to carry out `words` (plain text). */
  readonly meant: (words: string) => string;
  readonly meantButton: string;
  /** A message was edited; `words` is its new text, plain. */
  readonly edited: (words: string) => string;
  /** An offer without a button, because its words are too long for one. */
  readonly sayAgain: string;
  readonly leftOut: (count: number) => string;
  readonly notYours: (user: string) => string;
  readonly otherWorkspace: string;
  readonly noSuchComponent: (component: string, known: readonly string[]) => string;
  readonly needsTicket: string;
  readonly noTicket: (key: string) => string;
  readonly noLock: (component: string) => string;
  /** `linkOf` null: it is no ticket that somebody could ask for. */
  readonly noRelease: (ticket: string, linkOf: TextContext['linkOf'] | null) => string;
  readonly ended: (release: ReleaseSummary, around: TextContext) => string;
  /** Its workflow was closed in Temporal before the release ended. */
  readonly brokenOff: (release: ReleaseSummary, around: TextContext) => string;
}
