import type { Freeze } from './freeze.ts';
import type { LockHolder } from './lock-queue.ts';
import type { LockCommandSignal } from '../messages/payload.ts';

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
      readonly all: boolean;
      /** It stays frozen by the configuration; null if it does not. */
      readonly window: Freeze | null;
    }
  | { readonly type: 'orphaned'; readonly holder: LockHolder };

/** What comes of a command. */
export type CommandedEvent = Exclude<LockEvent, { readonly type: 'orphaned' }>;

/** What somebody who commands a coordinator gets back. */
export type LockAnswer =
  | { readonly code: 'done'; readonly event: CommandedEvent }
  | { readonly code: 'notApproverOrAdmin'; readonly all: boolean }
  | { readonly code: 'missingReason'; readonly command: LockCommandSignal }
  | { readonly code: 'endIsPast' }
  | { readonly code: 'notFrozen'; readonly all: boolean }
  | { readonly code: 'frozenByWindow'; readonly freeze: Freeze }
  | { readonly code: 'notHeld' }
  | { readonly code: 'rolesUnknown' };
