import type { Answer, RefusalIn } from '../messages/answer.ts';
import type { Freeze } from './freeze.ts';
import type { FreezeView } from './lock-view.ts';
import type { LockHolder } from './lock-queue.ts';
import type { LockCommandSignal } from '../command/commands.ts';

/** What happened to a lock that people must hear of. */
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

/** What comes of a command. */
export type CommandedEvent = Exclude<LockEvent, { readonly type: 'orphaned' }>;

/** Why a command to a lock was not carried out, by code, with what the words need; instants are ISO 8601. */
export interface LockRefusalFacts {
  /** The payload is not what the contract says. */
  malformed: object;
  /** Another command had its `commandId`. */
  keyUsed: object;
  notApproverOrAdmin: { readonly all: boolean };
  missingReason: { readonly command: LockCommandSignal };
  endIsPast: object;
  /** So many, by people, are there already. */
  tooManyFreezes: { readonly most: number };
  notFrozen: { readonly all: boolean };
  /** Nothing of that person's is there; null: of the speaker's. */
  frozenByOthers: {
    readonly all: boolean;
    readonly user: string | null;
    readonly freezes: readonly FreezeView[];
  };
  frozenByWindow: { readonly freeze: FreezeView };
  notHeld: object;
  rolesUnknown: object;
  /** The coordinator was reset in Temporal, and asks the releases what they hold. */
  wasReset: object;
}

export type LockRefusal = RefusalIn<LockRefusalFacts>;

export type LockAnswer = Answer<{ readonly event: CommandedEvent }, LockRefusal>;

/** What the update `command` returns of it. */
export type PublicLockAnswer = Answer<object, LockRefusal>;

export const publicAnswer = (answer: LockAnswer): PublicLockAnswer => (answer.done ? { done: true } : answer);
