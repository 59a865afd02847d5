import type { ReleaseAnswer } from '../release/answers.ts';
import type { LockAnswer, LockEvent } from '../lock/events.ts';
import type { ReleaseEvent } from '../release/events.ts';
import type { Origin } from './origin.ts';
import type { OpenAsk } from './open-ask.ts';
import type { CheckedItem } from '../release/snapshot.ts';
import type { ReleaseSummary } from '../release/status.ts';

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
  /** Direct messages of a release say no more what they said. */
  | ({
      readonly kind: 'settling';
      readonly ask: Pick<OpenAsk, 'id' | 'part' | 'users' | 'since'>;
      /** What takes their place: how it was settled, the question about what there is now, or nothing, as it was asked again. */
      readonly how: 'settled' | 'anew' | 'replaced';
      /** The ID of the notice that settled it, and the event that it tells of; null of a card. */
      readonly by: string;
      readonly event: ReleaseEvent | null;
    } & AboutRelease)
  | ({ readonly kind: 'answer'; readonly answer: ReleaseAnswer } & AboutRelease & AnswerTo)
  /** Whoever gave a command waits while the checks run once more. */
  | ({ readonly kind: 'looking' } & AboutRelease & AnswerTo)
  | ({ readonly kind: 'lockEvent'; readonly event: LockEvent } & AboutLock)
  | ({ readonly kind: 'lockAnswer'; readonly answer: LockAnswer } & AboutLock & AnswerTo)
);

export type EventNotice = Extract<Notice, { kind: 'event' }>;
export type CardNotice = Extract<Notice, { kind: 'card' }>;
export type SettlingNotice = Extract<Notice, { kind: 'settling' }>;

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
  /** Names the command. Absent of one that an earlier version told. */
  readonly commandId?: string | null;
}

/** Where the card of a release stands in Slack. */
export interface CardLocation {
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
  /** Who asked for its last checks. */
  readonly checkedFor: readonly string[];
  /** What is released, as its last checks found it; none before. */
  readonly items: readonly CheckedItem[];
  /** When it was asked for, and when it went to production; ISO 8601, null if it has not. */
  readonly askedAt: string;
  readonly startedAt: string | null;
  /** By which way it was started last. Absent of one that an earlier version told. */
  readonly started?: Pick<Origin, 'via' | 'pipeline'> | null;
}

/** A card, and where it stands; null as long as Slack has shown none. */
export interface ShownCard {
  readonly card: ReleaseCard;
  readonly place: CardLocation | null;
}
