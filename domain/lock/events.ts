import type { Answer, RefusalIn } from '../messages/answer.ts';
import type { Freeze } from './freeze.ts';
import type { FreezeView } from './lock-view.ts';
import type { LockHolder } from './lock-queue.ts';
import type { LockCommandSignal } from '../command/commands.ts';

/** A lock event that people are notified of. */
export type LockEvent =
  | {
      readonly type: 'unlocked';
      readonly actor: string;
      readonly reason: string;
      readonly holders: readonly LockHolder[];
    }
  | { readonly type: 'frozen'; readonly freeze: Freeze; readonly all: boolean }
  | {
      readonly type: 'unfrozen';
      readonly actor: string;
      /** Whose freezes were lifted: a Slack user ID. */
      readonly setBy: string;
      readonly all: boolean;
      /** The freezes of this component that still last. */
      readonly stays: readonly Freeze[];
    }
  | { readonly type: 'orphaned'; readonly holder: LockHolder };

/** The events that a command can cause. */
export type CommandedEvent = Exclude<LockEvent, { readonly type: 'orphaned' }>;

/** Why a command to a lock was refused, by code, with the facts that the texts need. Instants are ISO 8601. */
export interface LockRefusalFacts {
  /** The payload does not match its schema. */
  malformed: object;
  /** Another command has used this `commandId`. */
  keyUsed: object;
  notApproverOrAdmin: { readonly all: boolean };
  missingReason: { readonly command: LockCommandSignal };
  endIsPast: object;
  /** The component already has `most` freezes by people. */
  tooManyFreezes: { readonly most: number };
  notFrozen: { readonly all: boolean };
  /** None of the freezes is by `user`; null: by the actor. */
  frozenByOthers: {
    readonly all: boolean;
    readonly user: string | null;
    readonly freezes: readonly FreezeView[];
  };
  frozenByWindow: { readonly freeze: FreezeView };
  notHeld: object;
  rolesUnknown: object;
  /** The coordinator was reset in Temporal and is asking the releases what they hold. */
  wasReset: object;
}

export type LockRefusal = RefusalIn<LockRefusalFacts>;

export type LockAnswer = Answer<{ readonly event: CommandedEvent }, LockRefusal>;

/** What the update `command` returns: the answer without the event. */
export type PublicLockAnswer = Answer<object, LockRefusal>;

export const publicAnswer = (answer: LockAnswer): PublicLockAnswer => (answer.done ? { done: true } : answer);
