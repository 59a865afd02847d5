import { patched } from '@temporalio/workflow';
import { hasTooMany, isTooLarge } from '../domain/messages/signal-limits.ts';
import type { LockNews, LockOrder } from '../domain/messages/lock-messages.ts';

/** Reads a signal with `read`; null for one that today's limits refuse, too. */
export type ReadWithinLimits = <T extends LockNews | LockOrder>(
  type: T['type'],
  payload: unknown,
  read: () => T | null,
) => T | null;

/** An earlier version may have accepted what is beyond the limits; see `takenToday`, which does the same for commands. */
export function withinLimits(): ReadWithinLimits {
  let refused = 0;
  const isRefused = (): boolean => {
    refused += 1;
    return patched(`beyond-limits-${refused}`);
  };
  return (type, payload, read) => {
    if (hasTooMany(type, payload) && isRefused()) return null;
    const signal = read();
    return signal !== null && isTooLarge(signal) && isRefused() ? null : signal;
  };
}
