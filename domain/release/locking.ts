import { addWorkingTime } from '../working-time.ts';
import type { GrantRef, LockGrant } from './lock-messages.ts';
import { enter, nobody, priorityOf, record, requestIdOf } from './state.ts';
import type { LockClaim, ReleaseState } from './state.ts';

const setClaim = (state: ReleaseState, component: string, change: Partial<LockClaim>): readonly LockClaim[] =>
  state.locks.map((claim) => (claim.component === component ? { ...claim, ...change } : claim));

/** Asks for the first lock that it lacks, since locks are taken one by one in their order; with all of them it has its turn. */
function advance(state: ReleaseState, now: number): ReleaseState {
  const next = state.locks.find((claim) => claim.state !== 'held');
  if (next === undefined) return takeTurn(state, now);
  const request = {
    requestId: requestIdOf(state),
    releaseId: `release:${state.ticket}`,
    ticket: state.ticket,
    mode: next.mode,
    priority: priorityOf(state),
    since: state.queuedAt,
  };
  const message = { type: 'acquire', component: next.component, payload: request } as const;
  return { ...state, lockMessages: [...state.lockMessages, message] };
}

const componentsOf = (claims: readonly LockClaim[]): readonly string[] =>
  claims.map((claim) => claim.component);

function takeTurn(state: ReleaseState, now: number): ReleaseState {
  const adminMissing = state.adminNeeded && state.admin === null;
  const facts = { components: componentsOf(state.locks), adminNeeded: adminMissing };
  const turned = record(
    enter(state, adminMissing ? 'awaiting_admin' : 'ready', now),
    now,
    nobody,
    'turnCame',
    facts,
  );
  return state.locks.length === 0 ? turned : { ...turned, holdUntil: holdUntil(state, now) };
}

const holdUntil = ({ rules }: ReleaseState, from: number): number =>
  addWorkingTime(from, rules.holdForMs, rules.calendar);

/** Queues up for every lock, anew: its earlier requests are forgotten, its place is that of `now`. */
export function queueUp(state: ReleaseState, now: number): ReleaseState {
  const claims = state.neededLocks.map((lock): LockClaim => ({ ...lock, state: 'waiting', token: null }));
  const queued = {
    ...enter(state, 'queued', now),
    locks: claims,
    turn: state.turn + 1,
    queuedAt: now,
    holdUntil: null,
  };
  return advance(queued, now);
}

/** A coordinator granted a lock. A grant that this release does not wait for is handed back. */
export function lockGranted(state: ReleaseState, grant: LockGrant, now: number): ReleaseState {
  const claim = state.locks.find((other) => other.component === grant.component);
  const expected = claim?.state === 'waiting' && grant.requestId === requestIdOf(state);
  if (!expected) {
    const known = claim?.token === grant.token && grant.requestId === requestIdOf(state);
    return known ? state : handBack(state, grant);
  }
  const locks = setClaim(state, grant.component, { state: 'held', token: grant.token });
  const facts = { component: grant.component, token: grant.token };
  return advance(record({ ...state, locks }, now, nobody, 'lockGranted', facts), now);
}

const handBack = (state: ReleaseState, { component, requestId, token }: LockGrant): ReleaseState => ({
  ...state,
  lockMessages: [...state.lockMessages, { type: 'release', component, payload: { requestId, token } }],
});

/** Lets go of every lock, held or waited for; they stay in the state as what it had. */
export function freeLocks(state: ReleaseState): ReleaseState {
  const requestId = requestIdOf(state);
  const messages = state.locks.map(
    ({ component, token }) => ({ type: 'release', component, payload: { requestId, token } }) as const,
  );
  return { ...state, locks: [], holdUntil: null, lockMessages: [...state.lockMessages, ...messages] };
}

/** Tells its coordinators that what they granted is on production now. */
export function tellStarted(state: ReleaseState): ReleaseState {
  return { ...state, holdUntil: null, lockMessages: [...state.lockMessages, ...toHeld(state, 'started')] };
}

const toHeld = (state: ReleaseState, type: 'started' | 'askForWaiters') =>
  state.locks.flatMap(({ component, token }) =>
    token === null ? [] : [{ type, component, payload: { requestId: requestIdOf(state), token } } as const],
  );

/** Its time to start has passed: it asks whether anyone waits for one of its locks, and has the same time once more if not. */
export const askForWaiters = (state: ReleaseState, now: number): ReleaseState => ({
  ...state,
  holdUntil: holdUntil(state, now),
  lockMessages: [...state.lockMessages, ...toHeld(state, 'askForWaiters')],
});

/** Someone waits for a lock that it has not used in time: it frees all and queues up again, behind the others. */
export function turnAwaited(state: ReleaseState, grant: GrantRef, now: number): ReleaseState {
  if (state.holdUntil === null || grant.requestId !== requestIdOf(state)) return state;
  const facts = { components: componentsOf(state.locks) };
  return queueUp(record(freeLocks(state), now, nobody, 'turnLost', facts), now);
}
