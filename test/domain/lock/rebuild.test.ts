/** Rebuilding a lock after coordinators or releases are lost. Most of these cases were found by `lock-world.test.ts`. */
import { describe, expect, it } from 'vitest';
import { carryOutOrder } from '../../../domain/lock/orders.ts';
import { emptyLock, takeAway } from '../../../domain/lock/lock-queue.ts';
import { noSettings } from '../../../domain/lock/lock-settings.ts';
import type { LockClaim, LockHolder, LockRequest } from '../../../domain/lock/lock-queue.ts';
import { goneWith, orphansOf, restore } from '../../../domain/lock/rebuild.ts';
import type { Heritage, LostRelease } from '../../../domain/lock/rebuild.ts';
import { acquire, lockRequest } from '../../support/lock-requests.ts';

const request = (ticket: string, over: Partial<LockRequest> = {}): LockRequest =>
  lockRequest(ticket, 1, over);
const claim = (ticket: string, token: number | null, started = false): LockClaim => ({
  request: request(ticket),
  token,
  started,
});
const orphan = (ticket: string, token: number): LockHolder => ({
  ...request(ticket),
  token,
  grantedAt: 1,
  started: true,
  orphan: true,
});
const nothing: Heritage = {
  orphans: [],
  freezes: [],
  unlocked: [],
  unheard: [],
  settings: noSettings,
};
const lost = (over: Partial<LostRelease>): LostRelease => ({
  key: 'A',
  ticket: 'A',
  stage: 'deploying',
  since: 1,
  locks: [{ component: 'db', mode: 'exclusive', state: 'held', token: 5 }],
  neededLocks: [{ component: 'db', mode: 'exclusive' }],
  lettingGo: [],
  ...over,
});
const tickets = (list: readonly { ticket: string }[]): string[] => list.map(({ ticket }) => ticket);

describe('a coordinator that begins anew', () => {
  it('believes the later of two who claim the same lock: from the other one it was taken, who is told', () => {
    const { obeyed } = restore('db', [claim('A', 5, true), claim('B', 6)], nothing, 100);
    expect(tickets(obeyed.lock.holders)).toEqual(['B']);
    expect(obeyed.news.filter(({ type }) => type === 'lockLost')).toMatchObject([
      { releaseId: 'release:A', payload: { token: 5, actor: null } },
    ]);
  });

  it('does not bring back an orphan that was unlocked, though nobody else has the lock', () => {
    const { unlocked } = takeAway({ ...emptyLock('db'), holders: [orphan('Z', 5)] });
    const heritage = { ...nothing, unlocked, unheard: [orphan('Z', 5), orphan('Y', 6)] };
    const { obeyed } = restore('db', [], heritage, 100);
    expect(tickets(obeyed.lock.holders)).toEqual(['Y']);
    expect(obeyed.lock.unlocked).toEqual(['Z']);
  });

  it('tells holders and line of the freezes, as the last one may have died before it had', () => {
    const freezes = [{ reason: 'works', by: 'U_OLEG', from: null, until: null }];
    const { obeyed } = restore('db', [claim('A', 5), claim('B', null)], { ...nothing, freezes }, 100);
    expect(obeyed.news).toMatchObject([
      { type: 'freezesTold', releaseId: 'release:A', payload: { freezes } },
      { type: 'freezesTold', releaseId: 'release:B', payload: { freezes } },
    ]);
  });
});

describe('a release that cannot be asked any more', () => {
  it('was on production if it was cancelled in Temporal and still had its locks', () => {
    const cancelled = lost({ stage: 'cancelled' });
    expect(orphansOf(cancelled, 'release:A', 'db')).toMatchObject([{ token: 5, orphan: true }]);
    expect(goneWith(cancelled).gone.deploying).toBe(true);
  });

  it('has finished if it says so, though it could not tell its locks', () => {
    const finished = lost({ stage: 'finished', locks: [] });
    expect(orphansOf(finished, 'release:A', 'db')).toEqual([]);
    const { gone, components } = goneWith(finished);
    expect(components).toEqual(['db']);
    const held = { ...emptyLock('db'), holders: [{ ...orphan('A', 5), orphan: false }] };
    expect(carryOutOrder(held, { type: 'releaseGone', payload: gone }, 9).lock.holders).toEqual([]);
  });

  it('leaves to the coordinator whether it had started, if it was reset before', () => {
    expect(goneWith(lost({ stage: 'ready' })).gone.deploying).toBeNull();
  });
});

describe('a grant that is handed back', () => {
  it('frees that grant only, and leaves a later request of the same name in the line', () => {
    const lock = acquire(acquire(emptyLock('db'), request('A'), 10).lock, request('B'), 11).lock;
    const payload = { requestId: 'B:1', token: 3 };
    expect(tickets(carryOutOrder(lock, { type: 'release', payload }, 12).lock.queue)).toEqual(['B']);
  });
});

describe('a grant that was taken to production', () => {
  it('is not freed by who hands it back, such as the next release of the ticket', () => {
    const lock = { ...emptyLock('db'), holders: [{ ...orphan('A', 5), orphan: false }] };
    const handBack = (token: number | null) =>
      carryOutOrder(lock, { type: 'release', payload: { requestId: 'A:1', token } }, 12).lock.holders;
    expect(tickets(handBack(5))).toEqual(['A']);
    expect(tickets(handBack(null))).toEqual([]);
  });
});

describe('a grant that is told again', () => {
  it('says so: the release may have acted on the first one, and died', () => {
    const { lock, news } = acquire(emptyLock('db'), request('A'), 10);
    expect(news).toMatchObject([{ type: 'lockGranted' }]);
    expect(news[0]?.again).toBeUndefined();
    expect(acquire(lock, request('A'), 11).news).toMatchObject([{ type: 'lockGranted', again: true }]);
  });
});
