import { z } from 'zod';
import { latestInstant } from '../iso.ts';
import { keysOf } from '../keys-of.ts';
import type { NeededLock } from '../components.ts';
import { longestName, longestText } from './bounds.ts';
import type { Origin } from './origin.ts';
import { passedOn } from './pipeline.ts';
import type { Freeze } from '../lock/freeze.ts';
import { isWindow } from '../lock/freeze-rule.ts';
import type { LockClaim, LockRequest } from '../lock/lock-queue.ts';
import type { LockSettings } from '../lock/lock-settings.ts';

/** Identifies a grant of a lock. */
export interface GrantRef {
  readonly requestId: string;
  readonly token: number;
}

/** A grant, as the release that has it refers to it. */
export interface HeldGrant extends GrantRef {
  readonly releaseId: string;
}

export interface LockReleased {
  readonly requestId: string;
  /** Null withdraws the request, granted or not. */
  readonly token: number | null;
}

/** An open release tells a coordinator that rebuilds its state what it holds or waits for; null if nothing. */
export interface LockClaimAnswer {
  readonly releaseId: string;
  /** The epoch of the request that it answers. */
  readonly epoch: number;
  readonly claim: LockClaim | null;
}

/** A release ended without telling its locks. Sent by the reconciler. */
export interface ReleaseGone {
  readonly releaseKey: string;
  /** Whether it was on production; null: the coordinator decides by what it knows. */
  readonly deploying: boolean | null;
}

/** The signals from releases and the reconciler to a coordinator: name and payload. */
export type LockOrder =
  | { readonly type: 'acquire'; readonly payload: LockRequest }
  | { readonly type: 'release'; readonly payload: LockReleased }
  | { readonly type: 'started' | 'askForWaiters' | 'confirm' | 'renew'; readonly payload: HeldGrant }
  | { readonly type: 'claim'; readonly payload: LockClaimAnswer }
  | { readonly type: 'releaseGone'; readonly payload: ReleaseGone }
  | { readonly type: 'configure'; readonly payload: LockSettings }
  /** The component no longer needs a lock: the coordinator ends if nobody uses it. */
  | { readonly type: 'retire'; readonly payload: object };

export const lockOrders = keysOf({
  acquire: true,
  release: true,
  started: true,
  askForWaiters: true,
  confirm: true,
  renew: true,
  claim: true,
  releaseGone: true,
  configure: true,
  retire: true,
} satisfies Record<LockOrder['type'], true>);

/** An order with the component whose coordinator gets it. */
export type AddressedOrder = LockOrder & { readonly component: string };

/** A release got its turn (`lockGranted`), or others wait for the lock it holds (`turnAwaited`). */
export interface LockGrant extends GrantRef {
  readonly component: string;
}

/** The release has lost a lock. Without an actor: the coordinator does not know the grant that the release claims. */
export interface LockLoss extends LockGrant, Origin {
  readonly reason: string | null;
}

/** A coordinator that rebuilds its state asks what the release holds. Grants from before `epoch` (epoch ms) are void. */
export interface LockClaimRequest {
  readonly component: string;
  readonly epoch: number;
}

/** A hotfix overtook the release in the queue. */
export interface Overtaking {
  readonly component: string;
  /** The ticket of the hotfix. */
  readonly by: string;
}

/** A lock that the release had not used yet went to a release that is already on production. */
export interface Preemption extends LockGrant {
  /** The ticket of the release that got it. */
  readonly by: string;
}

/** The holder has a new token; a program with the old one may no longer change anything. */
export interface Renewal extends LockGrant {
  readonly before: number;
}

/** The locks that a release on production needs under the current configuration. Sent by the reconciler. */
export interface LocksNeeded {
  readonly locks: readonly NeededLock[];
}

/** The freezes of a component, and its next windows from the configuration. */
export interface FreezesTold {
  readonly component: string;
  readonly freezes: readonly Freeze[];
}

/** The signals from coordinators and the reconciler to a release: name and payload. */
export type LockNews =
  | { readonly type: 'lockGranted' | 'turnAwaited'; readonly payload: LockGrant }
  | { readonly type: 'lockLost'; readonly payload: LockLoss }
  | { readonly type: 'overtaken'; readonly payload: Overtaking }
  | { readonly type: 'preempted'; readonly payload: Preemption }
  | { readonly type: 'renewed'; readonly payload: Renewal }
  | { readonly type: 'locksNeeded'; readonly payload: LocksNeeded }
  | { readonly type: 'freezesTold'; readonly payload: FreezesTold }
  | { readonly type: 'claimLocks'; readonly payload: LockClaimRequest };

export const lockNews = keysOf({
  lockGranted: true,
  turnAwaited: true,
  lockLost: true,
  overtaken: true,
  preempted: true,
  renewed: true,
  locksNeeded: true,
  freezesTold: true,
  claimLocks: true,
} satisfies Record<LockNews['type'], true>);

const name = z.string().max(longestName);
const text = z.string().max(longestText);
const instant = z.number().nonnegative().max(latestInstant);
/** Tokens count up from 0. */
const token = z.int().nonnegative();

const grantRef = z.object({ requestId: name, token });
const heldGrant = grantRef.extend({ releaseId: name });
const grant = grantRef.extend({ component: name });
const mode = z.enum(['exclusive', 'shared']);
const request = z.object({
  requestId: name,
  releaseKey: name,
  releaseId: name,
  ticket: name,
  mode,
  priority: z.enum(['normal', 'hotfix']),
  since: instant,
  passesFreeze: z.boolean(),
  onProduction: z.boolean(),
  startedAt: instant.optional(),
});
const claim = z.object({ request, token: token.nullable(), started: z.boolean() });
const event = z.object({ calendar: name, organizer: name.nullable(), url: text.nullable() }).optional();
const freeze = z.object({
  reason: text,
  by: name,
  from: instant.nullable(),
  until: instant.nullable(),
  event,
});
const longestWindowMs = 366 * 24 * 3_600_000;
const window = z
  .object({
    start: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
    timezone: name,
    rule: text,
    forMs: z.int().positive().max(longestWindowMs),
    reason: text,
    event,
  })
  .refine(isWindow);

const orders = z.discriminatedUnion('type', [
  z.object({ type: z.literal('acquire'), payload: request }),
  z.object({
    type: z.literal('release'),
    payload: z.object({ requestId: name, token: token.nullable() }),
  }),
  z.object({ type: z.literal('started'), payload: heldGrant }),
  z.object({ type: z.literal('askForWaiters'), payload: heldGrant }),
  z.object({ type: z.literal('confirm'), payload: heldGrant }),
  z.object({ type: z.literal('renew'), payload: heldGrant }),
  z.object({
    type: z.literal('claim'),
    payload: z.object({ releaseId: name, epoch: instant, claim: claim.nullable() }),
  }),
  z.object({
    type: z.literal('releaseGone'),
    payload: z.object({ releaseKey: name, deploying: z.boolean().nullable() }),
  }),
  z.object({
    type: z.literal('configure'),
    payload: z.object({ version: name, windows: z.array(window) }),
  }),
  z.object({ type: z.literal('retire'), payload: z.object({}) }),
]) satisfies z.ZodType<LockOrder>;

const news = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lockGranted'), payload: grant }),
  z.object({ type: z.literal('turnAwaited'), payload: grant }),
  z.object({
    type: z.literal('lockLost'),
    payload: grant.extend({
      actor: name.nullable(),
      via: name.nullable(),
      commandId: name.nullable(),
      channel: name.nullable(),
      saidAt: instant.nullable(),
      pipeline: passedOn().optional(),
      reason: text.nullable(),
    }),
  }),
  z.object({
    type: z.literal('freezesTold'),
    payload: z.object({ component: name, freezes: z.array(freeze) }),
  }),
  z.object({ type: z.literal('overtaken'), payload: z.object({ component: name, by: name }) }),
  z.object({ type: z.literal('preempted'), payload: grant.extend({ by: name }) }),
  z.object({ type: z.literal('renewed'), payload: grant.extend({ before: token }) }),
  z.object({
    type: z.literal('locksNeeded'),
    payload: z.object({ locks: z.array(z.object({ component: name, mode })) }),
  }),
  z.object({ type: z.literal('claimLocks'), payload: z.object({ component: name, epoch: instant }) }),
]) satisfies z.ZodType<LockNews>;

/** Parses the payload of a signal to a coordinator; null if it is malformed. */
export const readLockOrder = (type: LockOrder['type'], payload: unknown): LockOrder | null =>
  orders.safeParse({ type, payload }).data ?? null;

/** Parses the payload of a signal from a coordinator; null if it is malformed. */
export const readLockNews = (type: LockNews['type'], payload: unknown): LockNews | null =>
  news.safeParse({ type, payload }).data ?? null;
