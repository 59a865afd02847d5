import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOutOrder } from '../../../domain/lock/orders.ts';
import type { AddressedNews } from '../../../domain/lock/orders.ts';
import { emptyLock, grantNext } from '../../../domain/lock/lock-queue.ts';
import type { LockRequest, LockState } from '../../../domain/lock/lock-queue.ts';
import type { GrantRef, LockOrder } from '../../../domain/messages/lock-messages.ts';

const request = (id: string, over: Partial<LockRequest> = {}): LockRequest => ({
  requestId: id,
  releaseKey: id,
  releaseId: `release:${id}`,
  ticket: id,
  mode: 'exclusive',
  priority: 'normal',
  since: 0,
  passesFreeze: false,
  onProduction: false,
  ...over,
});

const acquire = (payload: LockRequest): LockOrder => ({ type: 'acquire', payload });

/** The lock after these orders, a millisecond apart, starting at 1,000. */
const after = (...orders: LockOrder[]): LockState =>
  orders.reduce((lock, order, index) => carryOutOrder(lock, order, 1000 + index).lock, emptyLock('billing'));

const holders = (lock: LockState): string[] => lock.holders.map(({ ticket }) => ticket);
const queue = (lock: LockState): string[] => lock.queue.map(({ ticket }) => ticket);

describe('the queue of a lock', () => {
  it('serves by the time of the good, whatever the order of arrival', () => {
    const lock = after(
      acquire(request('FIRST', { since: 5 })),
      acquire(request('LATE', { since: 30 })),
      acquire(request('EARLY', { since: 10 })),
    );
    expect(holders(lock)).toEqual(['FIRST']);
    expect(queue(lock)).toEqual(['EARLY', 'LATE']);
  });

  it('puts a hotfix ahead of those that wait, never of the holder', () => {
    const lock = after(
      acquire(request('HOLDER', { since: 1 })),
      acquire(request('NORMAL', { since: 2 })),
      acquire(request('HOT', { since: 3, priority: 'hotfix' })),
    );
    expect(holders(lock)).toEqual(['HOLDER']);
    expect(queue(lock)).toEqual(['HOT', 'NORMAL']);
  });

  it('lets shared ones go together, but none past an exclusive one that waits', () => {
    const shared = (id: string, since: number) => acquire(request(id, { mode: 'shared', since }));
    const together = after(shared('A', 1), shared('B', 2));
    expect(holders(together)).toEqual(['A', 'B']);
    const blocked = after(shared('A', 1), acquire(request('X', { since: 2 })), shared('B', 3));
    expect(holders(blocked)).toEqual(['A']);
    expect(queue(blocked)).toEqual(['X', 'B']);
  });

  it('frees only the grant whose token is given', () => {
    const lock = after(acquire(request('A')));
    const token = lock.holders[0]?.token ?? 0;
    const stale = carryOutOrder(
      lock,
      { type: 'release', payload: { requestId: 'A', token: token - 1 } },
      2000,
    ).lock;
    expect(holders(stale)).toEqual(['A']);
    const freed = carryOutOrder(lock, { type: 'release', payload: { requestId: 'A', token } }, 2000).lock;
    expect(holders(freed)).toEqual([]);
  });

  it('tells a holder that asks again of its grant, and one that asks for waiters only if there are any', () => {
    const alone = after(acquire(request('A')));
    const grant = { requestId: 'A', token: alone.holders[0]?.token ?? 0, releaseId: 'release:A' };
    expect(carryOutOrder(alone, acquire(request('A')), 2000).news.map(({ type }) => type)).toEqual([
      'lockGranted',
    ]);
    expect(carryOutOrder(alone, { type: 'askForWaiters', payload: grant }, 2000).news).toEqual([]);
    const awaited = carryOutOrder(alone, acquire(request('B')), 2000).lock;
    expect(carryOutOrder(awaited, { type: 'askForWaiters', payload: grant }, 2000).news).toEqual([
      {
        type: 'turnAwaited',
        releaseId: 'release:A',
        payload: { component: 'billing', requestId: grant.requestId, token: grant.token },
      },
    ]);
  });

  it('says to a release that was reset whether the grant that it knows still holds', () => {
    const held = after(acquire(request('A')));
    const grant = { requestId: 'A', token: held.holders[0]?.token ?? 0, releaseId: 'release:A' };
    const newsOf = (lock: LockState) =>
      carryOutOrder(lock, { type: 'confirm', payload: grant }, 2000).news.map(({ type }) => type);
    expect(newsOf(held)).toEqual(['freezesTold', 'lockGranted']);
    expect(newsOf(emptyLock('billing'))).toEqual(['lockLost']);
    expect(newsOf({ ...held, holders: held.holders.map((holder) => ({ ...holder, token: 1 })) })).toEqual([
      'lockLost',
    ]);
  });

  it('gives tokens that grow past a coordinator that forgot the last one', () => {
    const granted = (now: number) =>
      grantNext({ ...emptyLock('db'), queue: [request('A')] }, now).lock.lastToken;
    expect(granted(2000)).toBeGreaterThan(granted(1000));
  });
});

const grants = (news: readonly AddressedNews[]): readonly GrantRef[] =>
  news.flatMap((item) => (item.type === 'lockGranted' ? [item.payload] : []));

const ids = ['A', 'B', 'C', 'D', 'E', 'F'];
const order = fc.oneof(
  fc
    .record({
      id: fc.constantFrom(...ids),
      mode: fc.constantFrom('exclusive' as const, 'shared' as const),
      priority: fc.constantFrom('normal' as const, 'hotfix' as const),
      since: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ id, ...over }) => ({ kind: 'acquire' as const, request: request(id, over) })),
  fc.record({
    kind: fc.constantFrom('release' as const, 'withdraw' as const, 'stale' as const),
    id: fc.constantFrom(...ids),
  }),
  fc.record({ kind: fc.constant('started' as const), id: fc.constantFrom(...ids) }),
);

type Step = typeof order extends fc.Arbitrary<infer T> ? T : never;

function toOrder(lock: LockState, step: Step): LockOrder {
  if (step.kind === 'acquire') return acquire(step.request);
  const token = lock.holders.find(({ requestId }) => requestId === step.id)?.token ?? 0;
  if (step.kind === 'started')
    return { type: 'started', payload: { requestId: step.id, token, releaseId: `release:${step.id}` } };
  const tokens = { release: token, withdraw: null, stale: token - 1 };
  return { type: 'release', payload: { requestId: step.id, token: tokens[step.kind] } };
}

describe('whatever is asked of a lock', () => {
  it('keeps its invariants', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 60 }), (steps) => {
        let lock = emptyLock('billing');
        steps.forEach((step, index) => {
          const before = lock;
          const given = toOrder(lock, step);
          const { lock: next, news } = carryOutOrder(lock, given, index);
          lock = next;
          const exclusive = lock.holders.filter(({ mode }) => mode === 'exclusive');
          if (exclusive.length > 0) expect(lock.holders).toHaveLength(1);
          const everyone = [...lock.holders, ...lock.queue].map(({ requestId }) => requestId);
          expect(new Set(everyone).size).toBe(everyone.length);
          // Nobody waits for a lock that they could have.
          expect(grantNext(lock, index).granted).toEqual([]);
          const fresh = lock.holders.filter(({ token }) => token > before.lastToken);
          expect(new Set(fresh.map(({ token }) => token)).size).toBe(fresh.length);
          // Every new grant is reported exactly once.
          for (const { requestId, token } of fresh) {
            expect(
              grants(news).filter((grant) => grant.requestId === requestId && grant.token === token),
            ).toHaveLength(1);
          }
          // Repeating the order changes nothing: it is idempotent.
          expect(carryOutOrder(lock, given, index).lock).toEqual(lock);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('serves everyone in the end, first come first served within a priority', () => {
    const waiters = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 99 }).map(String),
        mode: fc.constantFrom('exclusive' as const, 'shared' as const),
        priority: fc.constantFrom('normal' as const, 'hotfix' as const),
        since: fc.integer({ min: 0, max: 50 }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(waiters, (list) => {
        let lock = after(
          acquire(request('HOLDER', { since: -1 })),
          ...list.map(({ id, ...over }) => acquire(request(id, over))),
        );
        const served: LockRequest[] = [];
        for (let now = 2000; lock.holders.length > 0; now += 1) {
          const [holder] = lock.holders;
          if (holder === undefined) break;
          const { requestId, token } = holder;
          const obeyed = carryOutOrder(lock, { type: 'release', payload: { requestId, token } }, now);
          served.push(
            ...obeyed.lock.holders.filter(
              (other) => !lock.holders.some((held) => held.requestId === other.requestId),
            ),
          );
          lock = obeyed.lock;
        }
        const turn = ({ priority, since }: LockRequest): number => (priority === 'hotfix' ? 0 : 1000) + since;
        expect(served.map(turn)).toEqual(served.map(turn).sort((a, b) => a - b));
        expect(served).toHaveLength(list.length);
      }),
    );
  });
});
