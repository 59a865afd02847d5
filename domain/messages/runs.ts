import { z } from 'zod';
import type { EventRow } from '../log/event-row.ts';
import type { LockState } from '../lock/lock-queue.ts';
import type { PublicLockAnswer } from '../lock/events.ts';
import type { ReleaseAnswer } from '../release/answers.ts';
import type { Answered } from './answer.ts';
import type { ReleaseState } from '../release/state.ts';
import type { ReleaseStatus } from '../release/status.ts';
import type { EndStage } from '../release/stage.ts';
import type { LockOrder } from './lock-messages.ts';
import type { CardLocation, Notice } from './notice.ts';
import type { OpenAsk } from './open-ask.ts';
import type { Backlogs } from './round.ts';
import type { LockCommand, ReleaseCommand } from './payload.ts';

/** A command as a workflow received it. */
export interface Received<Command> {
  readonly command: Command;
  /** Whether the answer is posted (a signal) or returned (an update). */
  readonly posted: boolean;
}

/** What a coordinator receives: orders from releases and the reconciler, and commands from people. */
export type PendingLockItem =
  | { readonly type: 'order'; readonly order: LockOrder }
  | ({ readonly type: 'command' } & Received<LockCommand>);

/** What a run of a coordinator hands to the next one. Without it, a coordinator starts by asking the open releases. */
export interface LockInput {
  readonly lock: LockState;
  /** Messages that were received but not handled yet. */
  readonly messages: readonly PendingLockItem[];
  readonly notices: readonly Notice[];
  /** What was not delivered to some places while it was to others. */
  readonly left: Backlogs;
  /** Rows that are not in the log yet. */
  readonly rows: readonly EventRow[];
  readonly answered: readonly Answered<PublicLockAnswer>[];
}

/** What is not delivered to Slack yet. The run that goes on with it cannot know which attempts succeeded. */
export interface UndeliveredNotices {
  readonly notices: readonly Notice[];
  /** What was not delivered to some places while it was to others. */
  readonly left: Backlogs;
  /** Null while no card has been posted. */
  readonly cardPlace: CardLocation | null;
  /** The open questions to people, by direct messages. */
  readonly asks: readonly OpenAsk[];
}

/** What a run of a release hands to the next one. Without it, a run waits for its `request`. */
export interface ReleaseInput extends UndeliveredNotices {
  /** The release that continues; null if the first of `commands` requests a new one. */
  readonly state: ReleaseState | null;
  /** Commands that arrived after the end of the last release. */
  readonly commands: readonly Received<ReleaseCommand>[];
  /** Rows that are not in the log yet. */
  readonly rows: readonly EventRow[];
  /** Whether the continuing release is recorded in a log. */
  readonly recorded: boolean;
  readonly answered: readonly Answered<ReleaseAnswer>[];
  /** How many of its events were delivered and recorded; absent: all. */
  readonly told?: number;
}

/** The release that a counter gave to a request; null if the request is malformed. */
export type Numbered = {
  readonly ticket: string;
  /** It was started by this request. Otherwise it was open already and does not know the request. */
  readonly begun: boolean;
} | null;

/** The input of an alias. */
export interface AliasInput {
  /** See `AliasMemo`. */
  readonly of: string;
  readonly release: string;
}

/** What an ended release tells its aliases. */
export interface LetGo {
  /** What distinguishes it from other releases of its key. */
  readonly release: string;
  /** Null if it never began. */
  readonly result: ReleaseResult | null;
}

const letGo = z.object({
  release: z.string(),
  result: z
    .looseObject({ stage: z.string(), status: z.looseObject({}), answered: z.array(z.looseObject({})) })
    .nullable(),
});

/** Parses the payload of the signal; null if it is malformed. A sender that knows the release's permanent key is trusted. */
export const readLetGo = (payload: unknown): LetGo | null =>
  (letGo.safeParse(payload).data as LetGo | undefined) ?? null;

/** The result of a release's workflow. */
export interface ReleaseResult {
  readonly stage: EndStage;
  /** Its state at the end. Temporal keeps the result of a closed workflow, but not its state. */
  readonly status: ReleaseStatus;
  /** Kept so that a second delivery of a command neither starts the next release nor changes it. */
  readonly answered: readonly Answered<ReleaseAnswer>[];
}
