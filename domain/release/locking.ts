import { releaseIdOf } from '../messages/workflows.ts';
import { addWorkingTime } from '../working-time.ts';
import { byConfiguration } from '../lock/freeze.ts';
import { freezesTold, timeRunsOrStops } from './freezing.ts';
import type { LockClaim, LockRequest, ShownClaim } from '../lock/lock-queue.ts';
import { isEnd } from './stage.ts';
import type { NeededLock } from '../components.ts';
import type {
  LockClaimRequest,
  GrantRef,
  LockGrant,
  LockLoss,
  LockNews,
  Preemption,
  Renewal,
} from '../messages/lock-messages.ts';
import { nobody } from '../messages/origin.ts';
import { lifecycle } from './lifecycle.ts';
import { startChecks } from './check-run.ts';
import { confirmed } from './unconfirmed.ts';
import { enter, isOnProduction, priorityOf, record, requestIdOf } from './state.ts';
import type { ReleaseLock, ReleaseState } from './state.ts';

const setClaim = (
  state: ReleaseState,
  component: string,
  change: Partial<ReleaseLock>,
): readonly ReleaseLock[] =>
  state.locks.map((claim) => (claim.component === component ? { ...claim, ...change } : claim));

/**
 * Requests the first lock that is missing, since locks are taken one by one in a fixed order. With all locks, runs the checks once more,
 * unless it needs none. Does nothing on production, where a release waits for no lock.
 */
function advance(state: ReleaseState, now: number): ReleaseState {
  if (lifecycle[state.stage].onProduction) return state;
  const next = state.locks.find((claim) => claim.state !== 'held');
  if (next === undefined) {
    return state.locks.length === 0 ? takeTurn(state, now, now) : startChecks(state, 'turn', now);
  }
  return acquire(state, [next]);
}

const acquire = (state: ReleaseState, locks: readonly ReleaseLock[]): ReleaseState => ({
  ...state,
  pendingOrders: [
    ...state.pendingOrders,
    ...locks.map((lock) => {
      const { component } = lock;
      return { type: 'acquire', component, payload: requestFor(state, lock) } as const;
    }),
  ],
});

/** When it went to production, epoch ms. */
const startOf = ({ events, since }: ReleaseState): number =>
  events.findLast(({ type }) => type === 'started')?.at ?? since;

const requestFor = (state: ReleaseState, { mode }: ReleaseLock): LockRequest => ({
  requestId: requestIdOf(state),
  releaseKey: state.key,
  releaseId: releaseIdOf(state.subject.id),
  ticket: state.subject.id,
  mode,
  priority: priorityOf(state),
  since: state.queuedAt,
  passesFreeze: state.passesFreeze,
  onProduction: lifecycle[state.stage].onProduction,
  ...(lifecycle[state.stage].onProduction ? { startedAt: startOf(state) } : {}),
});

/** Whether it has requested this lock. Before the start it takes one at a time, so it has requested only the first that is missing. */
export const awaits = ({ stage, locks }: Pick<ReleaseState, 'stage' | 'locks'>, lock: ReleaseLock): boolean =>
  lock.state === 'waiting' &&
  !isEnd(stage) &&
  (lifecycle[stage].onProduction || lock === locks.find((other) => other.state === 'waiting'));

/** What it holds or waits for at a component's lock; null if nothing. */
function lockClaim(state: ReleaseState, component: string): LockClaim | null {
  const lock = state.locks.find((other) => other.component === component);
  return lock !== undefined && (lock.state === 'held' || awaits(state, lock))
    ? { request: requestFor(state, lock), token: lock.token, started: isOnProduction(state) }
    : null;
}

/** The claim as the reconciler sees it. */
export function shownClaim(state: ReleaseState, component: string): ShownClaim | null {
  const claim = lockClaim(state, component);
  return claim && { ...claim, confirmed: !state.unconfirmed.includes(component) };
}

const componentsOf = (claims: readonly ReleaseLock[]): readonly string[] =>
  claims.map((claim) => claim.component);

/** Whether it has all its locks, but not its turn yet. */
export const hasAllLocks = ({ stage, locks }: Pick<ReleaseState, 'stage' | 'locks'>): boolean =>
  lifecycle[stage].locks === 'waits' && locks.every(({ state }) => state === 'held');

/** Its turn: whoever has to act is called. `grantedAt`: since when it has had its locks, epoch ms. */
export function takeTurn(state: ReleaseState, grantedAt: number, now: number): ReleaseState {
  const adminMissing = state.adminNeeded && state.admin === null;
  const facts = { components: componentsOf(state.locks), adminNeeded: adminMissing };
  const turned = record(
    enter(state, adminMissing ? 'awaiting_admin' : 'ready', now),
    now,
    nobody,
    'turnCame',
    facts,
  );
  return state.locks.length === 0
    ? turned
    : timeRunsOrStops({ ...turned, holdUntil: holdUntil(state, grantedAt) }, now);
}

const holdUntil = ({ rules }: ReleaseState, from: number): number =>
  addWorkingTime(from, rules.holdForMs, rules.calendar);

/** Queues for every lock anew. Its earlier requests are void; `queuedAt` (epoch ms) is its place. */
export function queueUp(state: ReleaseState, now: number, queuedAt = now): ReleaseState {
  const claims = state.neededLocks.map((lock): ReleaseLock => ({ ...lock, state: 'waiting', token: null }));
  const queued = {
    ...enter(state, 'queued', now),
    locks: claims,
    turn: state.turn + 1,
    queuedAt,
    holdUntil: null,
    holdLeftMs: null,
  };
  return advance(queued, now);
}

/**
 * After a component was renamed: queues for the missing locks, keeping its place and approval. Keeps the locks that come before all missing
 * ones; otherwise frees all, since locks are taken in one order.
 */
export function queueForMore(state: ReleaseState, now: number): ReleaseState {
  const lacks = state.neededLocks.filter(
    (needed) =>
      !state.locks.some(({ component, mode }) => component === needed.component && mode === needed.mode),
  );
  const keeps = componentsOf(state.locks).every((has) => lacks.every(({ component }) => has < component));
  if (!keeps) return queueUp(freeLocks(state), now, state.queuedAt);
  const added = lacks.map((lock): ReleaseLock => ({ ...lock, state: 'waiting', token: null }));
  const queued = enter(state, 'queued', now);
  return advance({ ...queued, locks: [...state.locks, ...added], holdUntil: null, holdLeftMs: null }, now);
}

/**
 * A coordinator granted a lock. Returns a grant that the release does not wait for. Ignores a grant of an earlier release of the same
 * ticket: that one may have gone to production, which the reconciler reports to its lock.
 */
export function lockGranted(state: ReleaseState, grant: LockGrant, now: number): ReleaseState {
  const claim = state.locks.find((other) => other.component === grant.component);
  const current =
    grant.requestId === requestIdOf(state) && grant.token >= (state.epochs[grant.component] ?? 0);
  if (claim?.state !== 'waiting' || !current) {
    const isOwn = grant.requestId.startsWith(`${state.key}:`);
    if (!isOwn) return state;
    return claim?.token === grant.token ? confirmed(state, grant) : handBack(state, grant);
  }
  const { component, token } = grant;
  const locks = setClaim(state, component, { state: 'held', token });
  // Nothing is granted during a freeze, so known freezes by people were lifted before the grant. Known windows begin by themselves, so they
  // stay.
  const windows = (state.freezes[component] ?? []).filter(({ by }) => by === byConfiguration);
  const freezes = state.passesFreeze ? state.freezes : { ...state.freezes, [component]: windows };
  return advance(record({ ...state, locks, freezes }, now, nobody, 'lockGranted', { component, token }), now);
}

const handBack = (state: ReleaseState, { component, requestId, token }: LockGrant): ReleaseState => ({
  ...state,
  pendingOrders: [...state.pendingOrders, { type: 'release', component, payload: { requestId, token } }],
});

/** Frees every lock, held or waited for. */
export function freeLocks(state: ReleaseState): ReleaseState {
  const requestId = requestIdOf(state);
  // Without a token: withdraws the requests, granted or not.
  const payload = { requestId, token: null };
  const messages = state.locks.map(({ component }) => ({ type: 'release', component, payload }) as const);
  return {
    ...state,
    locks: [],
    holdUntil: null,
    holdLeftMs: null,
    // The answer to a request contains the freezes. Until then the release would not be told when one is lifted.
    freezes: {},
    passesFreeze: false,
    pendingOrders: [...state.pendingOrders, ...messages],
  };
}

/** It ends without knowing what became of its code: its locks stay with it, as orphans. */
export function leaveLocks(state: ReleaseState): ReleaseState {
  const payload = { releaseKey: state.key, deploying: true };
  const messages = state.locks.map(({ component }) => ({ type: 'releaseGone', component, payload }) as const);
  return { ...state, pendingOrders: [...state.pendingOrders, ...messages] };
}

/** Tells its coordinators that the release they granted their locks to is on production. */
export function tellStarted(state: ReleaseState): ReleaseState {
  return {
    ...state,
    holdUntil: null,
    holdLeftMs: null,
    pendingOrders: [...state.pendingOrders, ...toHeld(state, 'started')],
  };
}

/** One order per lock that it holds. */
export const toHeld = (state: ReleaseState, type: 'started' | 'askForWaiters' | 'confirm' | 'renew') =>
  state.locks.flatMap(({ component, token }) => {
    if (token === null) return [];
    const payload = { requestId: requestIdOf(state), token, releaseId: releaseIdOf(state.subject.id) };
    return [{ type, component, payload } as const];
  });

/** The time to start has passed: asks whether anybody waits for one of its locks. If nobody does, it has the same time once more. */
export const askForWaiters = (state: ReleaseState, now: number): ReleaseState => ({
  ...state,
  holdUntil: holdUntil(state, now),
  pendingOrders: [...state.pendingOrders, ...toHeld(state, 'askForWaiters')],
});

/** Somebody waits for a lock that was not used in time: frees all locks and queues again, behind the others. */
export function turnAwaited(state: ReleaseState, grant: GrantRef, now: number): ReleaseState {
  if (state.holdUntil === null || grant.requestId !== requestIdOf(state)) return state;
  const facts = { components: componentsOf(state.locks), onProduction: null };
  return queueUp(record(freeLocks(state), now, nobody, 'turnLost', facts), now);
}

/** A lock that was not used went to a release on production: frees all locks and queues again, keeping its place. */
function preempted(state: ReleaseState, { component, token, by }: Preemption, now: number): ReleaseState {
  const lock = state.locks.find((other) => other.component === component);
  if (lock?.token !== token || isOnProduction(state)) return state;
  const facts = { components: [component], onProduction: by };
  return queueUp(record(freeLocks(state), now, nobody, 'turnLost', facts), now, state.queuedAt);
}

/** On production: adds locks that it did not need when it started, under another configuration. */
function withNeeded(state: ReleaseState, needed: readonly NeededLock[]): ReleaseState {
  if (!lifecycle[state.stage].onProduction) return state;
  const isNew = ({ component }: NeededLock) => !componentsOf(state.locks).includes(component);
  const added = needed.filter(isNew);
  const locks = added.map((lock) => ({ ...lock, state: 'waiting', token: null }) as const);
  return { ...state, neededLocks: [...state.neededLocks, ...added], locks: [...state.locks, ...locks] };
}

/** Requests all missing locks at once: a release on production goes ahead of all that are not. */
export const askForLacking = (state: ReleaseState): ReleaseState =>
  acquire(
    state,
    state.locks.filter((lock) => lock.state === 'waiting'),
  );

/** Requests locks that a release on production needs as well, so that nobody else starts there. */
function needMore(state: ReleaseState, needed: readonly NeededLock[]): ReleaseState {
  const more = withNeeded(state, needed);
  return acquire(more, more.locks.slice(state.locks.length));
}

const isLeft = ({ renewal }: ReleaseState, component: string): boolean =>
  renewal?.left.includes(component) === true;

/** Answers a coordinator that is new or has lost its memory: what this release holds or waits for. */
export function claimLocks(before: ReleaseState, { component, epoch }: LockClaimRequest): ReleaseState {
  const isReleased = before.components.includes(component);
  const state = isReleased ? withNeeded(before, [{ component, mode: 'exclusive' }]) : before;
  const claim = lockClaim(state, component);
  const payload = { releaseId: releaseIdOf(state.subject.id), epoch, claim };
  return {
    ...state,
    epochs: { ...state.epochs, [component]: epoch },
    pendingOrders: [
      ...state.pendingOrders,
      { type: 'claim', component, payload },
      // The previous coordinator may not have issued the new token that it was asked for.
      ...toHeld(state, 'renew').filter((order) => order.component === component && isLeft(state, component)),
    ],
  };
}

/** A lock issued a new token; the previous one is void. */
function tokenRenewed(state: ReleaseState, { component, requestId, token, before }: Renewal): ReleaseState {
  const lock = state.locks.find((other) => other.component === component);
  const isOwn = requestId === requestIdOf(state) && lock?.state === 'held' && lock.token === before;
  // A token issued by a lost coordinator is unknown to its successor.
  if (!isOwn || token < (state.epochs[component] ?? 0)) return state;
  const { renewal } = state;
  const left = renewal?.left.filter((other) => other !== component) ?? [];
  // The program that asked for the token may be gone, but the lock has this token anyway.
  return {
    ...state,
    locks: setClaim(state, component, { token, grantedAt: lock.grantedAt ?? before }),
    ...(renewal ? { renewal: { ...renewal, left } } : {}),
  };
}

/** Somebody took a lock from the release. On production it goes on without the lock; before that it needs a new approval. */
export function lockLost(state: ReleaseState, loss: LockLoss, now: number): ReleaseState {
  const lost = state.locks.find(({ component }) => component === loss.component);
  if (lost?.state !== 'held' || lost.token !== loss.token) return state;
  const { component, reason } = loss;
  const locks = setClaim(state, component, { state: 'lost', token: null, grantedAt: undefined });
  const deploying = isOnProduction(state);
  const facts = { component, reason, deploying };
  const told = record({ ...state, locks }, now, loss, 'lockLost', facts);
  // An earlier request may still be on its way: it must not queue for a release that does not wait.
  const payload = { requestId: requestIdOf(state), token: null };
  const withdrawal = { type: 'release', component, payload } as const;
  // No pipeline goes on where others may now release: people have to end this one.
  const alone = { ...told, runner: null, renewal: null };
  if (deploying) return { ...alone, pendingOrders: [...alone.pendingOrders, withdrawal] };
  return { ...enter(freeLocks(told), 'awaiting_approval', now), votes: [] };
}

/** Exempts it from freezes. */
export const passesFreeze = (state: ReleaseState): ReleaseState => askAgain({ ...state, passesFreeze: true });

/** Its request has changed: sends it again to the coordinator that it waits for. */
export function askAgain(state: ReleaseState): ReleaseState {
  const next = state.locks.find((lock) => lock.state === 'waiting');
  return next === undefined ? state : acquire(state, [next]);
}

/** Applies what coordinators and reconcilers report. */
export function hear(state: ReleaseState, news: LockNews, now: number): ReleaseState {
  switch (news.type) {
    case 'lockGranted':
      return lockGranted(state, news.payload, now);
    case 'turnAwaited':
      return turnAwaited(state, news.payload, now);
    case 'lockLost':
      return lockLost(state, news.payload, now);
    case 'overtaken':
      return lifecycle[state.stage].locks === 'waits'
        ? record(state, now, nobody, 'overtaken', news.payload)
        : state;
    case 'preempted':
      return preempted(state, news.payload, now);
    case 'locksNeeded':
      return needMore(state, news.payload.locks);
    case 'freezesTold':
      return freezesTold(state, news.payload, now);
    case 'renewed':
      return tokenRenewed(state, news.payload);
    case 'claimLocks':
      return claimLocks(state, news.payload);
  }
}
