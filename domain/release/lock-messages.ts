import type { LockClaim, LockRequest } from '../lock-queue.ts';

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

/** An open release tells a coordinator that begins anew what it holds or waits for; null if nothing. */
export interface ClaimAnswer {
  readonly releaseId: string;
  readonly claim: LockClaim | null;
}

/** A release ended without a word; told by the caretaker. */
export interface ReleaseGone {
  readonly releaseKey: string;
  /** Whether it was on production. */
  readonly deploying: boolean;
}

/** What a coordinator is told by releases and caretakers: the signal of that name and its payload. */
export type LockOrder =
  | { readonly type: 'acquire'; readonly payload: LockRequest }
  | { readonly type: 'release'; readonly payload: LockReleased }
  | { readonly type: 'started' | 'askForWaiters'; readonly payload: GrantRef }
  | { readonly type: 'claim'; readonly payload: ClaimAnswer }
  | { readonly type: 'releaseGone'; readonly payload: ReleaseGone };

export const lockOrders = [
  'acquire',
  'release',
  'started',
  'askForWaiters',
  'claim',
  'releaseGone',
] as const satisfies LockOrder['type'][];

/** One for the coordinator of that component. */
export type LockMessage = LockOrder & { readonly component: string };

/** The turn of a release came, or others wait for it. */
export interface LockGrant extends GrantRef {
  readonly component: string;
}

/** Somebody took a lock from the release. */
export interface LockLoss extends LockGrant {
  readonly actor: string;
  readonly reason: string;
  readonly via: string | null;
}

/** A coordinator has to begin anew and asks what the release holds; grants of before `epoch` (epoch ms) count no more. */
export interface ClaimRequest {
  readonly component: string;
  readonly epoch: number;
}

/** What a coordinator says to a release: the signal of that name and its payload. */
export type LockNews =
  | { readonly type: 'lockGranted' | 'turnAwaited'; readonly payload: LockGrant }
  | { readonly type: 'lockLost'; readonly payload: LockLoss }
  | { readonly type: 'claimLocks'; readonly payload: ClaimRequest };

export const lockNews = [
  'lockGranted',
  'turnAwaited',
  'lockLost',
  'claimLocks',
] as const satisfies LockNews['type'][];

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (payload: unknown): Fields =>
  typeof payload === 'object' && payload !== null ? (payload as Fields) : {};

const hasTexts = (fields: Fields, ...names: string[]): boolean =>
  names.every((name) => typeof fields[name] === 'string');
const hasNumber = (fields: Fields, name: string): boolean => Number.isFinite(fields[name]);
const hasFlag = (fields: Fields, name: string): boolean => typeof fields[name] === 'boolean';

const namesGrant = (fields: Fields): boolean => hasTexts(fields, 'requestId') && hasNumber(fields, 'token');

const isRequest = (fields: Fields): boolean =>
  hasTexts(fields, 'requestId', 'releaseKey', 'releaseId', 'ticket') &&
  (fields['mode'] === 'exclusive' || fields['mode'] === 'shared') &&
  (fields['priority'] === 'normal' || fields['priority'] === 'hotfix') &&
  hasNumber(fields, 'since');

const isClaim = (fields: Fields): boolean =>
  isRequest(fieldsOf(fields['request'])) &&
  (fields['token'] === null || hasNumber(fields, 'token')) &&
  hasFlag(fields, 'started');

const wellFormedOrder: Readonly<Record<LockOrder['type'], (fields: Fields) => boolean>> = {
  acquire: isRequest,
  release: (fields) => (hasTexts(fields, 'requestId') && fields['token'] === null) || namesGrant(fields),
  started: namesGrant,
  askForWaiters: namesGrant,
  claim: (fields) =>
    hasTexts(fields, 'releaseId') && (fields['claim'] === null || isClaim(fieldsOf(fields['claim']))),
  releaseGone: (fields) => hasTexts(fields, 'releaseKey') && hasFlag(fields, 'deploying'),
};

const wellFormedNews: Readonly<Record<LockNews['type'], (fields: Fields) => boolean>> = {
  lockGranted: (fields) => namesGrant(fields) && hasTexts(fields, 'component'),
  turnAwaited: (fields) => namesGrant(fields) && hasTexts(fields, 'component'),
  lockLost: (fields) => namesGrant(fields) && hasTexts(fields, 'component', 'actor', 'reason'),
  claimLocks: (fields) => hasTexts(fields, 'component') && hasNumber(fields, 'epoch'),
};

/** Reads what came with a signal to a coordinator; null if it is malformed. */
export const readLockOrder = (type: LockOrder['type'], payload: unknown): LockOrder | null =>
  wellFormedOrder[type](fieldsOf(payload)) ? ({ type, payload } as LockOrder) : null;

/** Reads what came with a signal of a coordinator; null if it is malformed. */
export const readLockNews = (type: LockNews['type'], payload: unknown): LockNews | null =>
  wellFormedNews[type](fieldsOf(payload)) ? ({ type, payload } as LockNews) : null;
