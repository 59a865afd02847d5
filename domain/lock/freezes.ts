import { freezesAround } from './freeze-window.ts';
import { bytesOf } from '../messages/bounds.ts';
import { asOf, nextChange } from './freeze.ts';
import type { Freeze } from './freeze.ts';
import { freezesOf } from './lock-queue.ts';
import type { LockState } from './lock-queue.ts';
import type { LockSettings } from './lock-settings.ts';

/** The reasons of all freezes of a lock, in bytes. The lock sends all of them to each of its releases at once. */
const reasonBytes = 10_000;
/** A reason beyond that, in characters. */
const shortReason = 100;

/** Adds a freeze. Shortens its reason if the reasons become too long together; the log keeps the whole reason. */
export function withFreeze(freezes: readonly Freeze[], added: Freeze): readonly Freeze[] {
  const bytes = [...freezes, added].reduce((sum, { reason }) => sum + bytesOf(reason), 0);
  const characters = Array.from(added.reason);
  const isLong = bytes > reasonBytes && characters.length > shortReason;
  const reason = isLong ? `${characters.slice(0, shortReason).join('')}…` : added.reason;
  return [...freezes, { ...added, reason }];
}

/** Applies settings to the lock at `now` (epoch ms). Does nothing if it already has this version. */
export const configure = (lock: LockState, settings: LockSettings, now: number): LockState =>
  settings.version === lock.settings.version
    ? lock
    : { ...lock, settings, windows: freezesAround(settings.windows, now) };

/** Works out the next windows once one has ended. Done on demand, since no timer wakes a lock that nobody uses. `now` in epoch ms. */
export function withWindows(lock: LockState, now: number): LockState {
  const someEnded = lock.windows.some(({ until }) => until !== null && until <= now);
  return someEnded ? { ...lock, windows: freezesAround(lock.settings.windows, now) } : lock;
}

/** When a freeze next begins or ends by itself, epoch ms; null if none does, or if nobody holds the lock or waits for it. */
export function nextChangeFor(lock: LockState, now: number): number | null {
  const inUse = lock.holders.length > 0 || lock.queue.length > 0;
  return inUse ? nextChange(asOf(freezesOf(lock), now)) : null;
}
