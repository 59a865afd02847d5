/** A configuration change gives a component a lock while a release of it is on production. */
import { describe, expect, it } from 'vitest';
import { carryOutOrder } from '../../../domain/lock/orders.ts';
import { emptyLock } from '../../../domain/lock/lock-queue.ts';
import type { LockRequest, LockState } from '../../../domain/lock/lock-queue.ts';
import { viewOf } from '../../../domain/lock/lock-view.ts';
import { restore } from '../../../domain/lock/rebuild.ts';
import { noSettings } from '../../../domain/lock/lock-settings.ts';
import { hear } from '../../../domain/release/locking.ts';
import { requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { attempt, nobodySpecial, queued, ready } from '../../support/billing-release.ts';
import { acquire, lockRequest } from '../../support/lock-requests.ts';

const there = (ticket: string, over: Partial<LockRequest> = {}) =>
  lockRequest(ticket, 9, { onProduction: true, ...over });
const heldBy = (...requests: readonly LockRequest[]): LockState =>
  requests.reduce((lock, asked) => acquire(lock, asked, asked.since).lock, emptyLock('db'));
const tickets = (list: readonly { ticket: string }[]): string[] => list.map(({ ticket }) => ticket);

describe('a lock that a release on production needs', () => {
  it('goes to it at once, as one that has started', () => {
    const { lock, news } = acquire(heldBy(), there('P'), 10);
    expect(lock.holders).toMatchObject([{ ticket: 'P', started: true, token: 10 }]);
    expect(news).toMatchObject([{ type: 'lockGranted', releaseId: 'release:P' }]);
  });

  it('is taken from a holder that has not started, which is told by whom, and waits behind', () => {
    const { lock, news } = acquire(heldBy(lockRequest('A', 1), lockRequest('B', 2)), there('P'), 10);
    expect(tickets(lock.holders)).toEqual(['P']);
    expect(tickets(lock.queue)).toEqual(['B']);
    expect(news).toContainEqual({
      type: 'preempted',
      releaseId: 'release:A',
      payload: { component: 'db', requestId: 'A:1', token: 1, by: 'P' },
    });
  });

  it('stays with a holder that has started, and comes before all others after it', () => {
    const started = { requestId: 'A:1', token: 1, releaseId: 'release:A' };
    const held = carryOutOrder(heldBy(lockRequest('A', 1)), { type: 'started', payload: started }, 2).lock;
    const waiting = acquire(
      acquire(held, lockRequest('H', 3, { priority: 'hotfix' }), 3).lock,
      there('P'),
      10,
    ).lock;
    expect(tickets(waiting.holders)).toEqual(['A']);
    expect(tickets(waiting.queue)).toEqual(['P', 'H']);
  });

  it('is shared with those that hold it in the same way', () => {
    const shared = { mode: 'shared' } as const;
    const { lock } = acquire(heldBy(lockRequest('A', 1, shared)), there('P', shared), 10);
    expect(tickets(lock.holders)).toEqual(['A', 'P']);
  });

  it('goes to it in a freeze', () => {
    const freeze = { reason: 'works', by: 'U_ADAM', from: null, until: null };
    const { lock } = acquire({ ...heldBy(), freezes: [freeze] }, there('P'), 10);
    expect(tickets(lock.holders)).toEqual(['P']);
  });

  it('is its own when the coordinator is new, though others ask for it', () => {
    const claims = [lockRequest('A', 1), there('P')].map((asked) => ({
      request: asked,
      token: null,
      started: asked.onProduction,
    }));
    const heritage = { orphans: [], freezes: [], unlocked: [], unheard: [], settings: noSettings };
    const { lock } = restore('db', claims, heritage, 10).obeyed;
    expect(tickets(lock.holders)).toEqual(['P']);
    expect(tickets(lock.queue)).toEqual(['A']);
  });
});

describe('a release on production', () => {
  const deploying = (): ReleaseState =>
    attempt(ready(), 'depStart', { actor: 'U_DAN' }, nobodySpecial, 4).state;
  const needs = { type: 'locksNeeded', payload: { locks: [{ component: 'db', mode: 'shared' }] } } as const;

  it('asks for the locks that it needs now, once, and does not wait for them', () => {
    const told = hear(hear(deploying(), needs, 5), needs, 6);
    expect(told.pendingOrders.filter(({ type }) => type === 'acquire').slice(-1)).toMatchObject([
      { component: 'db', payload: { mode: 'shared', onProduction: true } },
    ]);
    expect(told.locks).toHaveLength(2);
    const payload = { component: 'db', requestId: requestIdOf(told), token: 7 };
    const granted = hear(told, { type: 'lockGranted', payload }, 7);
    expect(granted).toMatchObject({ stage: 'deploying', checks: { running: false } });
    expect(granted.locks.at(-1)).toEqual({ component: 'db', mode: 'shared', state: 'held', token: 7 });
    const finished = attempt(granted, 'depFinish', { actor: 'U_DAN' }, nobodySpecial, 8).state;
    expect(finished.pendingOrders.map(({ type, component }) => [type, component]).slice(-2)).toEqual([
      ['release', 'billing'],
      ['release', 'db'],
    ]);
  });

  it('claims the lock of what it releases from a coordinator that is new, and of nothing else', () => {
    const before = { ...deploying(), components: ['billing', 'ios-app'] };
    const claimed = (component: string) =>
      hear(before, { type: 'claimLocks', payload: { component, epoch: 5 } }, 5).pendingOrders.at(-1);
    expect(claimed('ios-app')).toMatchObject({
      type: 'claim',
      payload: { claim: { token: null, started: true, request: { mode: 'exclusive', onProduction: true } } },
    });
    expect(claimed('search')).toMatchObject({ type: 'claim', payload: { claim: null } });
  });

  it('shows since when it is there, not since when it has the lock', () => {
    const since = (lock: LockState) => viewOf(lock, 100).holders.map((holder) => Date.parse(holder.since));
    const held = heldBy(lockRequest('A', 1));
    const started = {
      type: 'started',
      payload: { requestId: 'A:1', token: 1, releaseId: 'release:A' },
    } as const;
    const there = carryOutOrder(held, started, 4).lock;
    expect([since(held), since(there), since(carryOutOrder(there, started, 9).lock)]).toEqual([
      [1],
      [4],
      [4],
    ]);
    // The same for a new coordinator, or if the lock is granted later.
    const asked = hear(deploying(), needs, 8).pendingOrders.at(-1);
    expect(asked).toMatchObject({ type: 'acquire', payload: { startedAt: 4 } });
    expect(
      since(acquire(emptyLock('db'), lockRequest('A', 1, { onProduction: true, startedAt: 4 }), 9).lock),
    ).toEqual([4]);
  });

  it.each([ready, queued])('is what makes others need more: one that is not there yet is looked at', (at) => {
    expect(hear(at(), needs, 5)).toEqual(at());
  });
});

describe('a release that has the turn', () => {
  const payload = { component: 'billing', requestId: requestIdOf(ready()), token: 100, by: 'P-1' };

  it('waits again at its own place when one on production needs its lock', () => {
    const after = hear({ ...ready(), queuedAt: 2 }, { type: 'preempted', payload }, 9);
    expect(after).toMatchObject({ stage: 'queued', queuedAt: 2, votes: ready().votes });
    expect(after.events.at(-1)).toMatchObject({ type: 'turnLost', facts: { onProduction: 'P-1' } });
    expect(after.pendingOrders.at(-1)).toMatchObject({ type: 'acquire', payload: { since: 2 } });
  });

  it('keeps a lock that it was granted later', () => {
    expect(hear(ready(), { type: 'preempted', payload: { ...payload, token: 99 } }, 9)).toEqual(ready());
  });
});
