/** How much a signal between a release and a lock may hold; see `bounds.ts` for why. Anybody can send one by hand, in Temporal's Web UI. */
import { fits } from './bounds.ts';
import type { LockNews, LockOrder } from './lock-messages.ts';

/** Each window takes some milliseconds to check, and a workflow's task has 10 s. */
export const mostWindows = 200;
/** What one release can need; nobody has so many critical components. */
const mostLocks = 2000;

/** In bytes of JSON. What waits in line travels with each run of its lock. */
const requestBytes = 2000;
const settingsBytes = 600_000;
/** Above what a lock tells with settings of that size: each window of them, and the next two times when it comes. */
const freezesBytes = 1_900_000;

type Type = (LockNews | LockOrder)['type'];

/** Whether a payload of any form has a list that is too long to be read. */
export const hasTooMany = (type: Type, payload: unknown): boolean =>
  (type === 'configure' && lengthOf(payload, 'windows') > mostWindows) ||
  (type === 'locksNeeded' && lengthOf(payload, 'locks') > mostLocks);

/** Whether a signal that was read is too large to be kept. */
export function isTooLarge({ type, payload }: LockNews | LockOrder): boolean {
  switch (type) {
    case 'acquire':
    case 'claim':
      return !fits(payload, requestBytes);
    case 'configure':
      return !fits(payload, settingsBytes);
    case 'freezesTold':
      return !fits(payload, freezesBytes);
    default:
      return false;
  }
}

function lengthOf(payload: unknown, name: string): number {
  const list: unknown = typeof payload === 'object' ? Reflect.get(payload ?? {}, name) : null;
  return Array.isArray(list) ? list.length : 0;
}
