import type { Freeze } from './freeze.ts';
import type { LockHolder } from './lock-queue.ts';
import type { LockCommandSignal } from './release/payload.ts';

/** What happened to a lock that people must hear of. */
export type LockEvent =
  | {
      readonly type: 'unlocked';
      readonly actor: string;
      readonly reason: string;
      readonly holders: readonly LockHolder[];
    }
  | { readonly type: 'frozen'; readonly freeze: Freeze; readonly all: boolean }
  | { readonly type: 'unfrozen'; readonly actor: string; readonly all: boolean }
  | { readonly type: 'orphaned'; readonly holder: LockHolder };

/** What somebody who commands a coordinator gets back. */
export type LockAnswer =
  | { readonly code: 'done'; readonly command: LockCommandSignal; readonly all: boolean }
  | { readonly code: 'notApproverOrAdmin'; readonly all: boolean }
  | { readonly code: 'missingReason'; readonly command: LockCommandSignal }
  | { readonly code: 'endIsPast' }
  | { readonly code: 'notFrozen' }
  | { readonly code: 'notHeld' }
  | { readonly code: 'rolesUnknown' };
