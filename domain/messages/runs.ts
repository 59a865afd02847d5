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
import type { Left } from './round.ts';
import type { LockCommand, ReleaseCommand } from './payload.ts';

/** A command as a workflow got it. */
export interface Received<Command> {
  readonly command: Command;
  /** Whether the answer is posted, as that of a signal is; an update returns it. */
  readonly posted: boolean;
}

/** What reaches a coordinator: from releases and reconcilers, and from people. */
export type PendingLockItem =
  | { readonly type: 'order'; readonly order: LockOrder }
  | ({ readonly type: 'command' } & Received<LockCommand>);

/** What a run of a coordinator hands to the next one. Without it a coordinator begins by asking the open releases. */
export interface LockInput {
  readonly lock: LockState;
  /** What came and was not dealt with yet. */
  readonly messages: readonly PendingLockItem[];
  readonly notices: readonly Notice[];
  /** What some places were not told while others were. */
  readonly left: Left;
  /** What the log does not have yet. */
  readonly rows: readonly EventRow[];
  readonly answered: readonly Answered<PublicLockAnswer>[];
}

/** What Slack was not told yet; whoever goes on with it cannot know how far that came. */
export interface Untold {
  readonly notices: readonly Notice[];
  /** What some places were not told while others were. */
  readonly left: Left;
  /** Null as long as Slack has shown no card. */
  readonly cardPlace: CardLocation | null;
  /** What people are asked by direct messages. */
  readonly asks: readonly OpenAsk[];
}

/** What a run hands to the next one of the same workflow. Without it a run waits for its `request`. */
export interface ReleaseInput extends Untold {
  /** The release that goes on; null if the first of `commands` asks for another. */
  readonly state: ReleaseState | null;
  /** What came after the end of the last release. */
  readonly commands: readonly Received<ReleaseCommand>[];
  /** What the log does not have yet. */
  readonly rows: readonly EventRow[];
  /** Whether there is a log in which the release that goes on is recorded. */
  readonly recorded: boolean;
  readonly answered: readonly Answered<ReleaseAnswer>[];
  /** How many of its events were told and recorded; absent: all. */
  readonly told?: number;
}

/** The release that a counter names; null if it cannot read what was asked. */
export type Numbered = {
  readonly ticket: string;
  /** It began with this request. Else it is open already, and does not know the request. */
  readonly begun: boolean;
} | null;

/** What an alias begins with. */
export interface AliasInput {
  /** As its memo says. */
  readonly of: string;
  readonly release: string;
}

/** What a release tells its aliases when it has ended. */
export interface LetGo {
  /** What names it among all of its key. */
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

/** Reads what came with the signal; null if it is malformed. Whoever knows what names the release is taken at their word. */
export const readLetGo = (payload: unknown): LetGo | null =>
  (letGo.safeParse(payload).data as LetGo | undefined) ?? null;

/** What a release leaves behind when it closes. */
export interface ReleaseResult {
  readonly stage: EndStage;
  /** How it stood at its end: Temporal forgets what a workflow knew, not its result. */
  readonly status: ReleaseStatus;
  /** A command that is delivered again must neither start the next release nor change it. */
  readonly answered: readonly Answered<ReleaseAnswer>[];
}
