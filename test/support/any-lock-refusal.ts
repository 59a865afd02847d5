import fc from 'fast-check';
import { lockCommandSignals } from '../../domain/command/commands.ts';
import type { LockRefusalFacts } from '../../domain/lock/events.ts';
import type { FreezeView } from '../../domain/lock/lock-view.ts';

const user = fc.stringMatching(/^U[A-Z0-9_]{2,10}$/);

/** Why a lock refuses a command. */
export function anyLockRefusals(freezeShown: fc.Arbitrary<FreezeView>): {
  readonly [C in keyof LockRefusalFacts]: fc.Arbitrary<LockRefusalFacts[C]>;
} {
  return {
    malformed: fc.constant({}),
    notApproverOrAdmin: fc.record({ all: fc.boolean() }),
    missingReason: fc.record({ command: fc.constantFrom(...lockCommandSignals) }),
    endIsPast: fc.constant({}),
    tooManyFreezes: fc.record({ most: fc.nat() }),
    notFrozen: fc.record({ all: fc.boolean() }),
    frozenByOthers: fc.record({
      all: fc.boolean(),
      user: fc.option(user, { nil: null }),
      freezes: fc.array(freezeShown, { minLength: 1, maxLength: 3 }),
    }),
    frozenByWindow: fc.record({ freeze: freezeShown }),
    notHeld: fc.constant({}),
    keyUsed: fc.constant({}),
    rolesUnknown: fc.constant({}),
    wasReset: fc.constant({}),
  };
}
