import type { ReleaseAnswer } from '../release/answers.ts';
import type { LockAnswer, LockEvent } from '../lock/events.ts';
import type { ReleaseEvent } from '../release/events.ts';
import type { Origin } from './origin.ts';
import type { OpenAsk } from './open-ask.ts';
import type { CheckedItem } from '../release/snapshot.ts';
import type { ReleaseSummary } from '../release/status.ts';

/** A message for Slack: an event, the answer to a command, or an update of what is there. */
export type Notice = {
  /** Never reused. */
  readonly id: string;
  /** An earlier run may have delivered it. */
  readonly tried: boolean;
} & (
  | ({ readonly kind: 'event'; readonly event: ReleaseEvent } & AboutRelease)
  /** The card of a release has changed. */
  | ({ readonly kind: 'card' } & AboutRelease)
  /** Direct messages of a release that are no longer true. */
  | ({
      readonly kind: 'settling';
      readonly ask: Pick<OpenAsk, 'id' | 'part' | 'users' | 'since'>;
      /**
       * What replaces them: how the question was settled, the question as it is now (`anew`), or nothing because it was asked again in
       * another message (`replaced`).
       */
      readonly how: 'settled' | 'anew' | 'replaced';
      /** The ID of the notice that settled them, and its event; null if it was a card. */
      readonly by: string;
      readonly event: ReleaseEvent | null;
    } & AboutRelease)
  | ({ readonly kind: 'answer'; readonly answer: ReleaseAnswer } & AboutRelease & AnswerTo)
  /** The sender of a command waits while the checks run once more. */
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
  /** See `CommandPayload`. */
  readonly replyTo: string | null;
  /** The command ID. Absent in notices of earlier versions. */
  readonly commandId?: string | null;
}

/** Where the card of a release is in Slack. */
export interface CardLocation {
  /** The key of the release. */
  readonly release: string;
  readonly channel: string;
  readonly ts: string;
}

/** A release at the moment of a notice, with what its card needs beyond the summary. */
export interface ReleaseCard extends ReleaseSummary {
  readonly key: string;
  /** The number of the event that announced it, as its card says; null while it is not announced and has no card. */
  readonly announcedBy: number | null;
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  /** The people who asked for its last checks. */
  readonly checkedFor: readonly string[];
  /** The items that are released, as its last checks found them; empty before. */
  readonly items: readonly CheckedItem[];
  /** When it was requested, and when it went to production; ISO 8601, null if it has not. */
  readonly askedAt: string;
  readonly startedAt: string | null;
  /** How it was started last. Absent in notices of earlier versions. */
  readonly started?: Pick<Origin, 'via' | 'pipeline'> | null;
}

/** A card, and where it is in Slack; null while it has not been posted. */
export interface ShownCard {
  readonly card: ReleaseCard;
  readonly place: CardLocation | null;
}
