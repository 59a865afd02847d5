import { originOf } from '../messages/origin.ts';
import { inForce } from './freeze.ts';
import type { Freeze } from './freeze.ts';
import { withFreeze, withWindows } from './freezes.ts';
import type { CommandedEvent, LockRefusal } from './events.ts';
import { freezeView } from './lock-view.ts';
import { grantTurns, tellFreezes } from './orders.ts';
import type { AddressedNews, LockChange } from './orders.ts';
import { takeAway } from './lock-queue.ts';
import type { LockState } from './lock-queue.ts';
import type { Pipeline } from '../messages/pipeline.ts';
import type { LockCommand } from '../messages/payload.ts';

/** Whether the actor is an approver or an admin, and where. */
export interface LockRoles {
  /** By the lists for all components. */
  readonly general: boolean;
  /** By those lists, or by the component's own. */
  readonly here: boolean;
  /** See `Roles`. */
  readonly pipeline?: Pipeline | null;
}

export type LockOutcome =
  | { readonly ok: true; readonly obeyed: LockChange; readonly event: CommandedEvent }
  | { readonly ok: false; readonly refusal: LockRefusal };

/** At most this many freezes by people on one component: all are in the lock's memo and are sent to every holder and waiter. */
const mostFreezes = 50;

const refused = (refusal: LockRefusal): LockOutcome => ({ ok: false, refusal });

/** Applies a person's command to a lock at `now` (epoch ms): the result, or the refusal. Pure. */
export function applyLockCommand(
  lock: LockState,
  command: LockCommand,
  roles: LockRoles,
  now: number,
): LockOutcome {
  // `all` takes a general role. A role for one component does not do even that component's part.
  const everywhere = command.all !== null;
  if (!(everywhere ? roles.general : roles.here)) {
    return refused({ code: 'notApproverOrAdmin', facts: { all: everywhere } });
  }
  switch (command.signal) {
    case 'freeze':
      return freeze(lock, command, now);
    case 'unfreeze':
      return unfreeze(lock, command, now);
    case 'unlock':
      return unlock(lock, command, now);
  }
}

function freeze(lock: LockState, { actor, reason, until, all }: LockCommand, now: number): LockOutcome {
  if (reason === null) return refused({ code: 'missingReason', facts: { command: 'freeze' } });
  if (until !== null && until <= now) return refused({ code: 'endIsPast', facts: {} });
  const before = inForce(lock.freezes, now);
  if (before.length >= mostFreezes) return refused({ code: 'tooManyFreezes', facts: { most: mostFreezes } });
  const added = { reason, by: actor, from: null, until };
  const frozen = { ...withWindows(lock, now), freezes: withFreeze(before, added) };
  return {
    ok: true,
    obeyed: { lock: frozen, news: tellFreezes(frozen) },
    event: { type: 'frozen', freeze: added, all: all !== null },
  };
}

/** Lifts the freezes set by the actor, or by `user` if the command names one. A freeze by the configuration is lifted by changing it. */
function unfreeze(before: LockState, { actor, user, all }: LockCommand, now: number): LockOutcome {
  const lock = withWindows(before, now);
  const setBy = user ?? actor;
  const byPeople = inForce(lock.freezes, now);
  const others = byPeople.filter(({ by }) => by !== setBy);
  const windows = inForce(lock.windows, now);
  if (others.length === byPeople.length) {
    return refused(nothingToLift({ others, windows, user, all: all !== null }));
  }
  const lifted = { ...lock, freezes: others };
  const granted = grantTurns(lifted, now);
  return {
    ok: true,
    obeyed: { lock: granted.lock, news: [...tellFreezes(lifted), ...granted.news] },
    event: { type: 'unfrozen', actor, setBy, all: all !== null, stays: [...others, ...windows] },
  };
}

interface Left {
  readonly others: readonly Freeze[];
  readonly windows: readonly Freeze[];
  /** Whose freezes were to be lifted; null: the actor's own. */
  readonly user: string | null;
  readonly all: boolean;
}

function nothingToLift({ others, windows, user, all }: Left): LockRefusal {
  const [window] = windows;
  if (others.length > 0) {
    const freezes = [...others, ...windows].map(freezeView);
    return { code: 'frozenByOthers', facts: { all, user, freezes } };
  }
  return window === undefined
    ? { code: 'notFrozen', facts: { all } }
    : { code: 'frozenByWindow', facts: { freeze: freezeView(window) } };
}

/** Takes the lock from its holders, notifies them, and grants it to whoever is next. */
function unlock(lock: LockState, command: LockCommand, now: number): LockOutcome {
  const { actor, reason } = command;
  const { component, holders } = lock;
  if (holders.length === 0) return refused({ code: 'notHeld', facts: {} });
  if (reason === null) return refused({ code: 'missingReason', facts: { command: 'unlock' } });
  const told = holders.map(({ releaseId, requestId, token }): AddressedNews => {
    const payload = { component, requestId, token, ...originOf(command), reason };
    return { type: 'lockLost', releaseId, payload };
  });
  const granted = grantTurns(takeAway(lock), now);
  return {
    ok: true,
    obeyed: { lock: granted.lock, news: [...told, ...granted.news] },
    event: { type: 'unlocked', actor, reason, holders },
  };
}
