import type { Mistake } from '../domain/command/command.ts';
import type { CommandType } from '../domain/command/commands.ts';
import type { LockAnswer, LockEvent } from '../domain/lock/events.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import type { ReleaseEvent } from '../domain/release/events.ts';
import type { ReasonedStep, Step } from '../domain/release/steps.ts';
import type { ReleaseStatus, ReleaseSummary } from '../domain/release/status.ts';
import type { Guided, QueuedRelease } from '../domain/messages/question-answer.ts';
import type { ReleaseFacts, Surroundings } from './facts.ts';
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

/** What somebody asked of the queue. */
export interface QueueQuestion {
  /** Null: all of it. */
  readonly component: string | null;
  /** The components in question that have a lock. */
  readonly critical: readonly string[];
  /** How many open releases there are besides those that are given. */
  readonly unlisted: number;
}

/** One thing that the card of a release says. */
export interface CardField {
  readonly name: string;
  readonly value: string;
}

/** What the card of a release says. */
export interface CardWords {
  /** For notifications, and for programs that read no blocks: where it stands. */
  readonly text: string;
  readonly headline: string;
  /** What is released, where that takes more than a headline; else empty. */
  readonly details: string;
  /** Ten at most; none of what has ended, which takes one line. */
  readonly fields: readonly CardField[];
}

/** Plain text, all of it. */
export interface ButtonWords {
  readonly label: string;
  /** Null where it is done at once. */
  readonly confirm: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  } | null;
}

/** The form that asks for a reason; plain text but for `explanation`. */
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
  readonly card: (release: ReleaseFacts, around: Surroundings) => CardWords;
  /** The same in a line or two, where its page is linked. */
  readonly shown: (release: ReleaseFacts, around: Surroundings) => string;
  readonly button: (step: Step, ticket: string) => ButtonWords;
  /** Beside a list of components, from which the requester of a release is to choose. */
  readonly chooseComponents: string;
  readonly reasonForm: (step: ReasonedStep, ticket: string) => ReasonWords;
  readonly requestForm: RequestFormTexts;
  readonly home: HomeTexts;
  readonly preferences: PreferenceTexts;
  readonly welcome: WelcomeTexts;
  readonly releaseLog: ReleaseLogTexts;
  readonly alerts: AlertTexts;
  readonly watch: WatchTexts;
  /** For whoever reads the release channel or a card's thread; null where an event is nothing for everyone. */
  readonly announcement: (release: ReleaseFacts, event: ReleaseEvent, around: Surroundings) => string | null;
  /** For those who are to act, or whose release it is, as a direct message. */
  readonly personal: (release: ReleaseFacts, event: ReleaseEvent, around: Surroundings) => string;
  /** For the channel of a component: where the card of a release of several is. */
  readonly cardLinked: (release: ReleaseFacts, url: string | null, around: Surroundings) => string;
  /** In place of a direct message that asked for something that is settled: by whom, or how it stands now. */
  readonly settled: (release: ReleaseFacts, event: ReleaseEvent, around: Surroundings) => string;
  /** In place of one that shows what is not so any more: a "good" is asked for to what the checks find now. */
  readonly askedAnew: (release: ReleaseFacts, around: Surroundings) => string;
  /** In place of an offer that was taken (plain text). */
  readonly offerTaken: (words: string) => string;
  readonly answer: (release: ReleaseSummary, answer: ReleaseAnswer, around: Surroundings) => string;
  /** To whoever starts a release, while its checks run once more. */
  readonly looking: (release: ReleaseSummary, around: Surroundings) => string;
  readonly lockAnnouncement: (component: string, event: LockEvent, around: Surroundings) => string;
  /** To whoever set the freezes that somebody else lifted. */
  readonly freezeLifted: (
    component: string,
    event: Extract<LockEvent, { type: 'unfrozen' }>,
    around: Surroundings,
  ) => string;
  readonly lockAnswer: (component: string, answer: LockAnswer, around: Surroundings) => string;
  readonly mistake: (mistake: Mistake) => string;
  /** All commands, or one of them. */
  readonly help: (topic: CommandType | 'everything') => string;
  readonly guide: (guided: Guided) => string;
  readonly status: (release: ReleaseSummary, around: Surroundings) => string;
  /** What it lacks, for those whom no message reaches; null: nothing. */
  readonly lacking: (release: Pick<ReleaseStatus, 'ticket' | 'problems'>) => string | null;
  readonly queue: (
    releases: readonly QueuedRelease[],
    around: Surroundings,
    question: QueueQuestion,
  ) => string;
  readonly about: AboutTexts;
  readonly setup: SetupTexts;
  readonly regular: DigestTexts;
  /** In place of what is too long for a message; `page` is the address where all of it is shown. */
  readonly cutOff: (page: string | null) => string;
  /** Instead of an answer to a question, when Temporal does not give one. */
  readonly trouble: string;
  /** To whoever said these words (plain text) while the bot was away; it was so many ms ago. */
  readonly offer: (actor: string, words: string, agoMs: number) => string;
  readonly offerButton: string;
  /** What was said may be no command: this (plain text) would be done. */
  readonly meant: (words: string) => string;
  readonly meantButton: string;
  /** A message was changed; this is what it says now, as plain text. */
  readonly edited: (words: string) => string;
  /** An offer that cannot have a button, as the words are too many for one. */
  readonly sayAgain: string;
  readonly leftOut: (count: number) => string;
  readonly notYours: (user: string) => string;
  readonly otherWorkspace: string;
  readonly noSuchComponent: (component: string, known: readonly string[]) => string;
  readonly needsTicket: string;
  readonly noTicket: (key: string) => string;
  readonly noLock: (component: string) => string;
  /** `linkOf` null: it is no ticket that somebody could ask for. */
  readonly noRelease: (ticket: string, linkOf: Surroundings['linkOf'] | null) => string;
  readonly ended: (release: ReleaseSummary, around: Surroundings) => string;
  /** Its workflow ended in Temporal before the release had come to an end. */
  readonly brokenOff: (release: ReleaseSummary, around: Surroundings) => string;
}
