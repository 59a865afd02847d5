import { releaseIdOf } from '../messages/workflows.ts';
import { addWorkingTime } from '../working-time.ts';
import { byConfiguration } from '../lock/freeze.ts';
import { freezesTold, timeRunsOrStops } from './freezing.ts';
import type { LockClaim, LockRequest, ShownClaim } from '../lock/lock-queue.ts';
import { isEnd } from './stage.ts';
import type { NeededLock } from '../components.ts';
import type {
  ClaimRequest,
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
 * Asks for the first lock that it lacks, since locks are taken one by one in their order. Once it has all of them, its
 * checks run once more, unless it needs none. On production it waits for none.
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

/** Whether it has asked for this one of its locks. Before it starts it takes one at a time: of those that it lacks it waits for the first. */
export const awaits = ({ stage, locks }: Pick<ReleaseState, 'stage' | 'locks'>, lock: ReleaseLock): boolean =>
  lock.state === 'waiting' &&
  !isEnd(stage) &&
  (lifecycle[stage].onProduction || lock === locks.find((other) => other.state === 'waiting'));

/** What it holds or waits for at the lock of a component; null if nothing. */
function lockClaim(state: ReleaseState, component: string): LockClaim | null {
  const lock = state.locks.find((other) => other.component === component);
  return lock !== undefined && (lock.state === 'held' || awaits(state, lock))
    ? { request: requestFor(state, lock), token: lock.token, started: isOnProduction(state) }
    : null;
}

/** The same, as the reconciler sees it. */
export function shownClaim(state: ReleaseState, component: string): ShownClaim | null {
  const claim = lockClaim(state, component);
  return claim && { ...claim, confirmed: !state.unconfirmed.includes(component) };
}

const componentsOf = (claims: readonly ReleaseLock[]): readonly string[] =>
  claims.map((claim) => claim.component);

/** Whether it has its locks, and not its turn yet. */
export const hasAllLocks = ({ stage, locks }: Pick<ReleaseState, 'stage' | 'locks'>): boolean =>
  lifecycle[stage].locks === 'waits' && locks.every(({ state }) => state === 'held');

/** It may go on: whoever is to act now is called. It has had its locks since `grantedAt`, epoch ms. */
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

/** Queues up for every lock, anew: its earlier requests are forgotten, its place is that of `queuedAt`, epoch ms. */
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
 * Queues up for the locks that it needs and does not have yet, with its place and its approval: its part has a new name. It keeps those
 * that come before all of them, and frees all otherwise, as every release takes its locks in one order.
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
 * A coordinator granted a lock. A grant that this release does not wait for is handed back; but one of an earlier release of its ticket is
 * none of its business: that one may have gone to production, which the reconciler tells its lock.
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
  // Nothing is granted in a freeze: one by people that it knows of was lifted while it was not in the line. A window comes by itself.
  const windows = (state.freezes[component] ?? []).filter(({ by }) => by === byConfiguration);
  const freezes = state.passesFreeze ? state.freezes : { ...state.freezes, [component]: windows };
  return advance(record({ ...state, locks, freezes }, now, nobody, 'lockGranted', { component, token }), now);
}

const handBack = (state: ReleaseState, { component, requestId, token }: LockGrant): ReleaseState => ({
  ...state,
  pendingOrders: [...state.pendingOrders, { type: 'release', component, payload: { requestId, token } }],
});

/** Lets go of every lock, held or waited for. */
export function freeLocks(state: ReleaseState): ReleaseState {
  const requestId = requestIdOf(state);
  // Without tokens: whatever became of these requests, they are over.
  const payload = { requestId, token: null };
  const messages = state.locks.map(({ component }) => ({ type: 'release', component, payload }) as const);
  return {
    ...state,
    locks: [],
    holdUntil: null,
    holdLeftMs: null,
    // Whoever asks for a lock is told of its freezes; of those that are lifted meanwhile it would not hear.
    freezes: {},
    passesFreeze: false,
    pendingOrders: [...state.pendingOrders, ...messages],
  };
}

/** It ends without knowing what became of its code: its locks stay with it, as with one that dies there. */
export function leaveLocks(state: ReleaseState): ReleaseState {
  const payload = { releaseKey: state.key, deploying: true };
  const messages = state.locks.map(({ component }) => ({ type: 'releaseGone', component, payload }) as const);
  return { ...state, pendingOrders: [...state.pendingOrders, ...messages] };
}

/** Tells its coordinators that what they granted is on production now. */
export function tellStarted(state: ReleaseState): ReleaseState {
  return {
    ...state,
    holdUntil: null,
    holdLeftMs: null,
    pendingOrders: [...state.pendingOrders, ...toHeld(state, 'started')],
  };
}

/** Speaks of each grant that it has to its coordinator. */
export const toHeld = (state: ReleaseState, type: 'started' | 'askForWaiters' | 'confirm' | 'renew') =>
  state.locks.flatMap(({ component, token }) => {
    if (token === null) return [];
    const payload = { requestId: requestIdOf(state), token, releaseId: releaseIdOf(state.subject.id) };
    return [{ type, component, payload } as const];
  });

/** Its time to start has passed: it asks whether anyone waits for one of its locks, and has the same time once more if not. */
export const askForWaiters = (state: ReleaseState, now: number): ReleaseState => ({
  ...state,
  holdUntil: holdUntil(state, now),
  pendingOrders: [...state.pendingOrders, ...toHeld(state, 'askForWaiters')],
});

/** Someone waits for a lock that it has not used in time: it frees all and queues up again, behind the others. */
export function turnAwaited(state: ReleaseState, grant: GrantRef, now: number): ReleaseState {
  if (state.holdUntil === null || grant.requestId !== requestIdOf(state)) return state;
  const facts = { components: componentsOf(state.locks), onProduction: null };
  return queueUp(record(freeLocks(state), now, nobody, 'turnLost', facts), now);
}

/** A lock that it has not used went to a release that is on production: it frees all and queues up again, at its own place. */
function preempted(state: ReleaseState, { component, token, by }: Preemption, now: number): ReleaseState {
  const lock = state.locks.find((other) => other.component === component);
  if (lock?.token !== token || isOnProduction(state)) return state;
  const facts = { components: [component], onProduction: by };
  return queueUp(record(freeLocks(state), now, nobody, 'turnLost', facts), now, state.queuedAt);
}

/** With locks that it did not need when it went to production, as the configuration was another one. */
function withNeeded(state: ReleaseState, needed: readonly NeededLock[]): ReleaseState {
  if (!lifecycle[state.stage].onProduction) return state;
  const isNew = ({ component }: NeededLock) => !componentsOf(state.locks).includes(component);
  const added = needed.filter(isNew);
  const locks = added.map((lock) => ({ ...lock, state: 'waiting', token: null }) as const);
  return { ...state, neededLocks: [...state.neededLocks, ...added], locks: [...state.locks, ...locks] };
}

/** Asks at once for all locks that it lacks: on production it has them before all who are not. */
export const askForLacking = (state: ReleaseState): ReleaseState =>
  acquire(
    state,
    state.locks.filter((lock) => lock.state === 'waiting'),
  );

/** Asks for them, so that nobody else starts there. */
function needMore(state: ReleaseState, needed: readonly NeededLock[]): ReleaseState {
  const more = withNeeded(state, needed);
  return acquire(more, more.locks.slice(state.locks.length));
}

const isLeft = ({ renewal }: ReleaseState, component: string): boolean =>
  renewal?.left.includes(component) === true;

/** A coordinator lost its memory, or is the first one, and asks what this release holds or waits for. */
export function claimLocks(before: ReleaseState, { component, epoch }: ClaimRequest): ReleaseState {
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
      // The coordinator that was asked for a new token may not have given it.
      ...toHeld(state, 'renew').filter((order) => order.component === component && isLeft(state, component)),
    ],
  };
}

/** A lock gave it a new token; the one before is good no more. */
function tokenRenewed(state: ReleaseState, { component, requestId, token, before }: Renewal): ReleaseState {
  const lock = state.locks.find((other) => other.component === component);
  const isOwn = requestId === requestIdOf(state) && lock?.state === 'held' && lock.token === before;
  // What a coordinator gave that was lost since, the one after it does not know.
  if (!isOwn || token < (state.epochs[component] ?? 0)) return state;
  const { renewal } = state;
  const left = renewal?.left.filter((other) => other !== component) ?? [];
  // Whoever asked for it may be gone: the lock has this token all the same.
  return {
    ...state,
    locks: setClaim(state, component, { token }),
    ...(renewal ? { renewal: { ...renewal, left } } : {}),
  };
}

/** Somebody took a lock from it. On production it goes on without; before that it needs the good anew. */
export function lockLost(state: ReleaseState, loss: LockLoss, now: number): ReleaseState {
  const lost = state.locks.find(({ component }) => component === loss.component);
  if (lost?.state !== 'held' || lost.token !== loss.token) return state;
  const { component, reason } = loss;
  const locks = setClaim(state, component, { state: 'lost', token: null });
  const deploying = isOnProduction(state);
  const facts = { component, reason, deploying };
  const told = record({ ...state, locks }, now, loss, 'lockLost', facts);
  // A request of before may still be on its way: it must not stand in line for a release that does not wait.
  const payload = { requestId: requestIdOf(state), token: null };
  const withdrawal = { type: 'release', component, payload } as const;
  // Nobody goes on with what others may release: it is up to people to end it.
  const alone = { ...told, runner: null, renewal: null };
  if (deploying) return { ...alone, pendingOrders: [...alone.pendingOrders, withdrawal] };
  return { ...enter(freeLocks(told), 'awaiting_approval', now), votes: [] };
}

/** Lets it pass the freezes. */
export const passesFreeze = (state: ReleaseState): ReleaseState => askAgain({ ...state, passesFreeze: true });

/** What it asks for is not what it was: the coordinator for which it waits hears of it. */
export function askAgain(state: ReleaseState): ReleaseState {
  const next = state.locks.find((lock) => lock.state === 'waiting');
  return next === undefined ? state : acquire(state, [next]);
}

/** Takes in what coordinators and reconcilers have to say. */
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
