import type { LockHolder } from './lock-queue.ts';

/** What happened to a lock that people must hear of. */
export type LockEvent =
  | {
      readonly type: 'unlocked';
      readonly actor: string;
      readonly reason: string;
      readonly holders: readonly LockHolder[];
    }
  | { readonly type: 'orphaned'; readonly holder: LockHolder };

/** What somebody who commands a coordinator gets back. */
export type LockAnswer =
  | { readonly code: 'done' }
  | { readonly code: 'notApproverOrAdmin' }
  | { readonly code: 'missingReason' }
  | { readonly code: 'notHeld' }
  | { readonly code: 'rolesUnknown' };
