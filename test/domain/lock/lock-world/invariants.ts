import { isDeepStrictEqual } from 'node:util';
import { locksOf } from '../../../../domain/components.ts';
import type { LockMode } from '../../../../domain/components.ts';
import { inForce } from '../../../../domain/lock/freeze.ts';
import { grantNext } from '../../../../domain/lock/lock-queue.ts';
import type { LockHolder, LockRequest } from '../../../../domain/lock/lock-queue.ts';
import { scopeAsNow } from '../../../../domain/release/called-as-now.ts';
import { differencesBetween } from '../../../../domain/release/snapshot.ts';
import { isOnProduction, priorityOf, requestIdOf } from '../../../../domain/release/state.ts';
import { isEnd } from '../../../../domain/release/stage.ts';
import { clashesOf } from './clashes.ts';
import { firstNames } from './company.ts';
import type { Coordinator, Handled, Release } from './parts.ts';
import type { World } from './world.ts';

export class Broken extends Error {}

function hold(condition: boolean, message: string): void {
  if (!condition) throw new Broken(message);
}

/** Invariants of every moment. `highest` is the highest token ever granted, by component. */
export function checkMoment(world: World, highest: Map<string, number>): void {
  nobodyHoldsWhatAnotherHolds(world);
  for (const { component, lock, asked } of world.coordinators.values()) {
    const ids = [...lock.holders, ...lock.queue].map(({ requestId }) => requestId);
    hold(new Set(ids).size === ids.length, `${component}: somebody is in the lock twice`);
    const exclusive = lock.holders.some(({ mode }) => mode === 'exclusive');
    hold(!exclusive || lock.holders.length === 1, `${component}: an exclusive holder is not alone`);
    const granted = asked === null ? grantNext(lock, world.now).granted : [];
    hold(granted.length === 0, `${component}: somebody waits for a lock that is free`);
  }
  for (const release of world.releases) checkStart(release);
  nobodyIsWhereAnotherIs(world);
  const clashes = world.startedNow.flatMap((release) => clashesOf(world, release));
  hold(clashes.length === 0, clashes.join('; '));
  for (const step of world.handled) checkGrants(world, step, highest);
}

interface Belief {
  readonly component: string;
  readonly mode: LockMode;
  readonly token: number;
  readonly who: string;
}

/**
 * The locks that releases believe they hold, dead ones on production included. Without those that were taken away, since a release may not
 * know that yet.
 */
function beliefs(world: World): Belief[] {
  return world.releases.flatMap(({ fate, state }) => {
    const counts = fate === 'open' || (fate === 'dead' && isOnProduction(state));
    if (!counts) return [];
    return state.locks.flatMap(({ component, mode, state: lock, token }) =>
      lock === 'held' && token !== null && !world.unlocked.has(`${component}:${token}`)
        ? [{ component, mode, token, who: state.key }]
        : [],
    );
  });
}

function nobodyHoldsWhatAnotherHolds(world: World): void {
  const all = beliefs(world);
  for (const a of all) {
    const others = all.filter((b) => b.component === a.component && b.who !== a.who);
    const conflict = others.find((b) => a.mode === 'exclusive' || b.mode === 'exclusive');
    hold(conflict === undefined, `${a.component}: both ${a.who} and ${conflict?.who} hold it`);
  }
}

/**
 * A start needs checks made after `dep start` (unless the tracker is away), every lock that they demand, and votes for the present
 * snapshot.
 */
function checkStart({ started, seen }: Release): void {
  if (started === null) return;
  const { state, found, saidAt } = started;
  const { key, votes, checks, locks } = state;
  if (!checks.down) {
    hold(found?.report.outcome === 'checked' && found.at >= saidAt, `${key} started without a look`);
    const needed = found?.report.outcome === 'checked' ? found.report.scope.locks : [];
    const without = needed.find(
      ({ component, mode }) => !locks.some((lock) => lock.component === component && lock.mode === mode),
    );
    hold(without === undefined, `${key} started without the lock of ${without?.component}`);
  } else if (!state.passesChecks) {
    const needed = found?.report.outcome === 'unavailable' ? found.report.scope.locks : [];
    const without = needed.find(({ component }) => !locks.some((lock) => lock.component === component));
    hold(without === undefined, `${key} started without the lock of ${without?.component}`);
    hold(checks.foundAt !== null && saidAt - checks.foundAt < 3_700_000, `${key} started by old checks`);
  }
  for (const { user } of votes) {
    const shown = seen.get(user) ?? null;
    // A renamed component counts as unchanged.
    const saw = shown && scopeAsNow(shown, firstNames);
    const snapshot = state.snapshot && scopeAsNow(state.snapshot, firstNames);
    const same =
      saw === null ? snapshot === null : snapshot !== null && differencesBetween(saw, snapshot).length === 0;
    hold(same, `${key} started with the good of ${user} for something else`);
  }
}

/**
 * No two releases are on production on one component, by the checks before their starts. Releases that lost a lock to `unlock` or to
 * another release on production do not count.
 */
function nobodyIsWhereAnotherIs(world: World): void {
  const there = world.releases.filter(
    ({ fate, state, started }) =>
      started !== null &&
      (fate === 'open' || fate === 'dead') &&
      isOnProduction(state) &&
      state.locks.every(
        ({ component, token, state: lock }) =>
          lock === 'held' && !world.unlocked.has(`${component}:${token}`),
      ),
  );
  for (const a of there) {
    const parts = partsOf(a);
    const other = there.find(
      (b) =>
        a !== b &&
        parts.some((part) =>
          partsOf(b).some(
            (it) => it.component === part.component && (it.mode === 'exclusive' || part.mode === 'exclusive'),
          ),
        ),
    );
    hold(other === undefined, `${a.state.key} and ${other?.state.key} are on one part`);
  }
}

const partsOf = ({ started }: Release) =>
  started?.found?.report.outcome === 'checked'
    ? started.found.report.scope.locks
    : (started?.state.locks ?? []);

const rank = { hotfix: 0, normal: 1 };
const isBefore = (a: LockRequest, b: LockRequest): boolean =>
  a.onProduction !== b.onProduction ? a.onProduction : isBeforeAmongEqual(a, b);
const isBeforeAmongEqual = (a: LockRequest, b: LockRequest): boolean =>
  rank[a.priority] < rank[b.priority] || (a.priority === b.priority && a.since < b.since);

/** Tokens grow, even across deaths of coordinators, and no grant overtakes a request that is ahead in the queue. */
function checkGrants(world: World, { before, after }: Handled, highest: Map<string, number>): void {
  const { component } = after;
  const isNew = ({ requestId, token, orphan }: LockHolder) =>
    !orphan && !before.holders.some((other) => other.requestId === requestId && other.token === token);
  const frozen = inForce(after.freezes, world.now).length > 0;
  for (const holder of after.holders.filter(isNew).sort((a, b) => a.token - b.token)) {
    hold(holder.token > (highest.get(component) ?? 0), `${component}: token ${holder.token} does not grow`);
    highest.set(component, holder.token);
    // A holder that gets another token does not queue for it.
    if (before.holders.some(({ requestId }) => requestId === holder.requestId)) continue;
    hold(
      !frozen || holder.passesFreeze || holder.onProduction,
      `${component}: ${holder.requestId} passes a freeze`,
    );
    const passed = after.queue.find(
      (other) => isBefore(other, holder) && (!frozen || other.passesFreeze || other.onProduction),
    );
    hold(passed === undefined, `${component}: ${holder.requestId} goes before ${passed?.requestId}`);
  }
}

/** Invariants once everything has arrived: releases and coordinators agree. */
export function checkQuiet(world: World): void {
  for (const coordinator of world.coordinators.values()) {
    coordinator.lock.holders.forEach((holder) => {
      checkHolder(world, coordinator, holder);
    });
    coordinator.lock.queue.forEach((request) => {
      checkWaiter(world, coordinator, request);
    });
  }
  for (const { state } of world.open()) {
    hold(state.pendingOrders.length === 0, `${state.key} has something to say still`);
    const lacks = state.renewal?.left.filter((name) =>
      state.locks.some(({ component, state: lock }) => component === name && lock === 'held'),
    );
    hold((lacks ?? []).length === 0, `${state.key} waits for the new tokens of ${lacks?.join()}`);
    if (isOnProduction(state)) hasWhatItNeeds(world, state);
    const wanted = state.locks
      .filter((lock) => lock.state === 'waiting')
      .slice(0, isOnProduction(state) ? 9 : 1);
    for (const lock of state.locks) {
      const place = world.coordinators.get(lock.component)?.lock;
      const holds = place?.holders.some(
        (it) => it.requestId === requestIdOf(state) && it.token === lock.token,
      );
      const waits = place?.queue.some(({ requestId }) => requestId === requestIdOf(state));
      hold(lock.state !== 'held' || holds === true, `${state.key} holds ${lock.component} by itself only`);
      hold(!wanted.includes(lock) || waits === true, `${state.key} is not in the line of ${lock.component}`);
      if (lock.state === 'held') {
        const told = inForce(state.freezes[lock.component] ?? [], world.now);
        const right = isDeepStrictEqual(told, inForce(place?.freezes ?? [], world.now));
        hold(right || state.passesFreeze, `${state.key} is wrong about the freezes of ${lock.component}`);
      }
    }
  }
  for (const { state, fate } of world.releases) {
    if (fate === 'dead' && isOnProduction(state)) checkOrphan(world, state);
  }
}

/** A release on production has or awaits every lock that the current configuration demands, so that nobody else can start there. */
function hasWhatItNeeds(world: World, state: World['releases'][number]['state']): void {
  for (const { component } of locksOf(state.components, world.settings)) {
    const lock = state.locks.find((other) => other.component === component);
    hold(lock !== undefined, `${state.key} is on production without the lock of ${component}`);
    const holders = world.coordinators.get(component)?.lock.holders ?? [];
    const inTheWay = holders.filter(({ started }) => !started).map(({ requestId }) => requestId);
    hold(lock?.state !== 'waiting' || inTheWay.length === 0, `${state.key} waits for ${inTheWay.join()}`);
  }
}

function checkHolder(world: World, { component }: Coordinator, holder: LockHolder): void {
  const release = world.releases.find(({ state }) => state.key === holder.releaseKey);
  const name = `${component}: its holder ${holder.requestId}`;
  if (holder.orphan) {
    hold(release?.fate === 'dead' || release?.cancelled === true, `${name} is an orphan and alive`);
    hold(release !== undefined && isOnProduction(release.state), `${name} was not on production`);
    hold(!world.laidDown.has(`${component}:${holder.releaseKey}`), `${name} was unlocked already`);
    return;
  }
  const lock = release?.state.locks.find((other) => other.component === component);
  hold(release?.fate === 'open', `${name} has ended`);
  hold(lock?.state === 'held' && lock.token === holder.token, `${name} knows nothing of it`);
  hold(
    release === undefined || holder.started === isOnProduction(release.state),
    `${name}: started is wrong`,
  );
}

function checkWaiter(world: World, { component }: Coordinator, request: LockRequest): void {
  const release = world.releases.find(({ state }) => state.key === request.releaseKey);
  const name = `${component}: ${request.requestId} in its line`;
  hold(release?.fate === 'open' && !isEnd(release.state.stage), `${name} has ended`);
  const lock = release?.state.locks.find((other) => other.component === component);
  hold(lock?.state === 'waiting', `${name} does not wait for it`);
  const priority = release === undefined ? null : priorityOf(release.state);
  hold(request.priority === priority, `${name} is ${request.priority}, and its release ${priority}`);
}

function checkOrphan(world: World, state: World['releases'][number]['state']): void {
  for (const { component, state: lock, token } of state.locks) {
    if (lock !== 'held' || token === null || world.unlocked.has(`${component}:${token}`)) continue;
    // If the component is not critical it may have no coordinator; the next one is restored from the memo.
    const place = world.coordinators.get(component)?.lock ?? world.memos.get(component);
    const holders = world.retired.has(component) ? [] : (place?.holders ?? []);
    const kept = holders.some(({ releaseKey, orphan }) => orphan && releaseKey === state.key);
    hold(kept, `${component}: ${state.key} died on production and its lock is gone`);
  }
}
