/**
 * The names and shapes by which the world speaks with the workflows.
 * Free of Temporal's packages, so that a client loads neither the sandbox nor native code by importing it.
 */
import type { EventRow } from '../domain/log/event-row.ts';
import type { NeededLock } from '../domain/components.ts';
import type { Answer } from '../domain/release/answers.ts';
import type { LockAnswer, LockEvent } from '../domain/lock-events.ts';
import type { LockHolder, LockState } from '../domain/lock-queue.ts';
import type { Question } from '../domain/question.ts';
import type { ReleaseEvent } from '../domain/release/events.ts';
import type { ReleaseCommand } from '../domain/release/payload.ts';
import type { ReleaseLock, ReleaseState } from '../domain/release/state.ts';
import type { ReleaseStatus, ReleaseSummary } from '../domain/release/status.ts';
import type { Destination } from '../domain/settings.ts';
import type { EndStage, Stage } from '../domain/stage.ts';
import type { LockMessage } from './lock-inbox.ts';

export const taskQueue = 'dobrobot';

export const releaseWorkflow = 'release';
export const lockWorkflow = 'lock';
export const questionWorkflow = 'question';
export const offersWorkflow = 'offers';
export const previewWorkflow = 'preview';
export const homeWorkflow = 'home';
export const deliveryWorkflow = 'delivery';

export const releaseIdOf = (ticket: string): string => `release:${ticket}`;
export const lockIdOf = (component: string): string => `lock:${component}`;
/** A question is answered once, however often it is delivered: its workflow is never started a second time. */
export const questionIdOf = (commandId: string): string => `question:${commandId}`;

export const previewIdOf = (ticket: string, id: string): string => `preview:${ticket}:${id}`;
export const homeIdOf = (user: string): string => `home:${user}`;

/** Each event is delivered to a destination once, also by a release that was reset. */
export const deliveryIdOf = ({ destination, row }: Delivery): string =>
  `delivery:${destination}:${row.ticket ?? ''}:${row.key}`;

/** Something that a release did on production, for one destination outside. */
export interface Delivery {
  readonly destination: Destination;
  /** As the log has it. */
  readonly row: EventRow;
  /** When it went to production, epoch ms. */
  readonly startedAt: number;
}

/** Why somebody is to see their App Home anew, each a signal: it is before them, or they gave a command that may change it. */
export const homeReasons = ['opened', 'commanded'] as const;
export type HomeReason = (typeof homeReasons)[number];

/** How many command IDs a workflow remembers. */
export const seenKept = 200;

export const statusQuery = 'status';
export const stateQuery = 'state';
/** The IDs of the commands that a release or a coordinator has seen, oldest first. */
export const seenQuery = 'seen';
/**
 * What the log does not have of a run, as far as the run knows: rows on their way, and those of a release that is not recorded. Of a closed run
 * one has to say up to which event it handled its history, or more may be told than ever came up.
 */
export const unrecordedQuery = 'unrecorded';
/** The whole state of a coordinator, for the caretaker. */
export const lockStateQuery = 'lockState';

/** Search attributes, with the type under which each is registered. */
export const searchAttributes = {
  DobroTicket: 'KEYWORD',
  DobroStage: 'KEYWORD',
  DobroRequester: 'KEYWORD',
  DobroComponents: 'KEYWORD_LIST',
} as const;

/** Something that Slack is to be told: an event, or the answer to a command. */
export type Notice = {
  /** Unique for ever. */
  readonly id: string;
  /** An earlier run may have told it already. */
  readonly tried: boolean;
} & (
  | ({ readonly kind: 'event'; readonly event: ReleaseEvent } & AboutRelease)
  /** What its card shows is not the same any more. */
  | ({ readonly kind: 'card' } & AboutRelease)
  | ({ readonly kind: 'answer'; readonly answer: Answer } & AboutRelease & AnswerTo)
  | ({ readonly kind: 'lockEvent'; readonly event: LockEvent } & AboutLock)
  | ({ readonly kind: 'lockAnswer'; readonly answer: LockAnswer } & AboutLock & AnswerTo)
);

interface AboutRelease {
  readonly card: ReleaseCard;
}
interface AboutLock {
  readonly component: string;
}
interface AnswerTo {
  readonly actor: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string | null;
}

/** Where the card of a release stands in Slack. */
export interface CardPlace {
  /** The key of the release. */
  readonly release: string;
  readonly channel: string;
  readonly ts: string;
}

/** A release at the moment of a notice: what it is worded from besides its own facts. */
export interface ReleaseCard extends ReleaseSummary {
  readonly key: string;
  /** The number of the event with which it was announced, as its card says; null as long as it was not: then it has no card. */
  readonly announcedBy: number | null;
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
}

/**
 * What a list of releases tells of each, without a query.
 * One field of the memo holds all of it: Temporal drops fields of a memo that are null.
 */
export interface ReleaseMemo {
  readonly release: {
    readonly key: string;
    readonly ticket: string;
    readonly title: string | null;
    readonly url: string | null;
    readonly requester: string;
    readonly admin: string | null;
    readonly components: readonly string[];
    readonly stage: Stage;
    /** Epoch ms. */
    readonly since: number;
    readonly locks: readonly ReleaseLock[];
    readonly neededLocks: readonly NeededLock[];
    readonly cannotVote: ReleaseSummary['cannotVote'];
    readonly approvals: ReleaseSummary['approvals'];
  };
}

/** The memo of a coordinator: what nobody but it knows, for the caretaker and the one that comes after it. */
export interface LockMemo {
  readonly lock: Pick<LockState, 'freezes' | 'unlocked'> & {
    readonly orphans: readonly LockHolder[];
    /** Of the settings that it has. */
    readonly settingsVersion: string;
  };
}

/** What a run of a coordinator hands to the next one. Without it a coordinator begins by asking the open releases. */
export interface LockInput {
  readonly lock: LockState;
  /** What came and was not dealt with yet. */
  readonly messages: readonly LockMessage[];
  readonly notices: readonly Notice[];
  /** What the log does not have yet. */
  readonly rows: readonly EventRow[];
  /** IDs of the commands that were carried out or refused, oldest first. */
  readonly seen: readonly string[];
}

/** What a run hands to the next one of the same workflow. Without it a run waits for its `request`. */
export interface ReleaseInput {
  /** The release that goes on; null if the first of `commands` asks for another. */
  readonly state: ReleaseState | null;
  /** What came after the end of the last release. */
  readonly commands: readonly ReleaseCommand[];
  readonly notices: readonly Notice[];
  /** What the log does not have yet. */
  readonly rows: readonly EventRow[];
  /** Whether there is a log in which the release that goes on is recorded. */
  readonly recorded: boolean;
  /** Null as long as Slack has shown no card. */
  readonly cardPlace: CardPlace | null;
  /** IDs of the commands that were carried out or refused, oldest first. */
  readonly seen: readonly string[];
}

/** What a release leaves behind when it closes. */
export interface ReleaseResult {
  readonly stage: EndStage;
  /** How it stood at its end: Temporal forgets what a workflow knew, not its result. */
  readonly status: ReleaseStatus;
  /** Command IDs that it has seen: a redelivered one must neither start the next release nor do anything to it. */
  readonly seen: readonly string[];
}

/** One at a time in a channel, so that none is made twice. */
export const offersIdOf = (channel: string): string => `offers:${channel}`;

/** The button of an offer. */
export const offerAction = 'doItNow';

/** Something that was said to the bot while it was away, too long ago to be carried out without asking. */
export interface Missed {
  /** Without the mention of the bot. */
  readonly text: string;
  readonly actor: string;
  readonly commandId: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
}

/** A question, with who asked it and where. */
export interface Asked {
  readonly question: Question;
  readonly actor: string;
  readonly commandId: string;
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
}
