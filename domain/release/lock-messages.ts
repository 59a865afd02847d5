import type { LockRequest } from '../lock-queue.ts';

/** Names one grant of a lock. */
export interface GrantRef {
  readonly requestId: string;
  readonly token: number;
}

export interface LockReleased {
  readonly requestId: string;
  /** Null withdraws a request whatever became of it. */
  readonly token: number | null;
}

/** What a release says to a coordinator: the signal of that name and its payload. */
export type LockOrder =
  | { readonly type: 'acquire'; readonly payload: LockRequest }
  | { readonly type: 'release'; readonly payload: LockReleased }
  | { readonly type: 'started' | 'askForWaiters'; readonly payload: GrantRef };

export const lockOrders = [
  'acquire',
  'release',
  'started',
  'askForWaiters',
] as const satisfies LockOrder['type'][];

/** One for the coordinator of that component. */
export type LockMessage = LockOrder & { readonly component: string };

/** What a coordinator says to a release: that its turn came (`lockGranted`), or that others wait for it (`turnAwaited`). */
export interface LockGrant extends GrantRef {
  readonly component: string;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (payload: unknown): Fields =>
  typeof payload === 'object' && payload !== null ? (payload as Fields) : {};

const hasTexts = (fields: Fields, ...names: string[]): boolean =>
  names.every((name) => typeof fields[name] === 'string');

/** Reads what came with a signal of a coordinator; null if it is malformed. */
export function readGrant(payload: unknown): LockGrant | null {
  const fields = fieldsOf(payload);
  return hasTexts(fields, 'component', 'requestId') && typeof fields['token'] === 'number'
    ? (fields as unknown as LockGrant)
    : null;
}

/** Reads what came with a signal of a release; null if it is malformed. */
export function readLockOrder(type: LockOrder['type'], payload: unknown): LockOrder | null {
  return wellFormed[type](fieldsOf(payload)) ? ({ type, payload } as LockOrder) : null;
}

const namesGrant = (fields: Fields): boolean =>
  hasTexts(fields, 'requestId') && typeof fields['token'] === 'number';

const wellFormed: Readonly<Record<LockOrder['type'], (fields: Fields) => boolean>> = {
  acquire: (fields) =>
    hasTexts(fields, 'requestId', 'releaseId', 'ticket') &&
    (fields['mode'] === 'exclusive' || fields['mode'] === 'shared') &&
    (fields['priority'] === 'normal' || fields['priority'] === 'hotfix') &&
    typeof fields['since'] === 'number',
  release: (fields) => (hasTexts(fields, 'requestId') && fields['token'] === null) || namesGrant(fields),
  started: namesGrant,
  askForWaiters: namesGrant,
};
