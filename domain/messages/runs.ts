import type { EventRow } from '../log/event-row.ts';
import type { LockState } from '../lock/lock-queue.ts';
import type { ReleaseState } from '../release/state.ts';
import type { ReleaseStatus } from '../release/status.ts';
import type { EndStage } from '../release/stage.ts';
import type { LockOrder } from './lock-messages.ts';
import type { CardPlace, Notice } from './notice.ts';
import type { LockCommand, ReleaseCommand } from './payload.ts';

/** How many command IDs a workflow remembers. */
export const seenKept = 200;

/** What reaches a coordinator: from releases and caretakers, and from people. */
export type LockMessage =
  | { readonly type: 'order'; readonly order: LockOrder }
  | { readonly type: 'command'; readonly command: LockCommand };

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
