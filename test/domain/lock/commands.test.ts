import { describe, expect, it } from 'vitest';
import type { LockRoles } from '../../../domain/lock/commands.ts';
import { applyLockCommand } from '../../../domain/lock/commands.ts';
import { carryOutOrder } from '../../../domain/lock/orders.ts';
import { addOrphans, orphanOrFree, emptyLock, rebuild } from '../../../domain/lock/lock-queue.ts';
import type { LockState } from '../../../domain/lock/lock-queue.ts';
import { viewOf } from '../../../domain/lock/lock-view.ts';
import { readCommand } from '../../../domain/messages/payload.ts';
import { lockCommands, lockCommandSignals } from '../../../domain/command/commands.ts';
import type { LockCommandSignal } from '../../../domain/command/commands.ts';
import { bytesOf } from '../../../domain/messages/bounds.ts';
import { acquire, lockRequest } from '../../support/lock-requests.ts';

const held = (): LockState =>
  acquire(acquire(emptyLock('db'), lockRequest('A', 1), 10).lock, lockRequest('B', 2), 11).lock;
const tickets = (list: readonly { ticket: string }[]): string[] => list.map(({ ticket }) => ticket);

function command(lock: LockState, signal: LockCommandSignal, fields: object, now: number, allowed = true) {
  return commandBy({ general: allowed, here: allowed }, lock, signal, fields, now);
}
function commandBy(
  roles: LockRoles,
  lock: LockState,
  signal: LockCommandSignal,
  fields: object,
  now: number,
) {
  const read = readCommand(signal, { actor: 'U_VERA', ...fields });
  if (read === null) throw new Error('The test sends a malformed command.');
  return applyLockCommand(lock, read, roles, now);
}
function carriedOut(...args: Parameters<typeof command>) {
  const outcome = command(...args);
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return { ...outcome.obeyed, event: outcome.event };
}

describe('a freeze', () => {
  it('grants nothing of either mode while it lasts, and keeps every place', () => {
    const frozen = carriedOut(emptyLock('db'), 'freeze', { reason: 'works' }, 5).lock;
    const waiting = acquire(
      acquire(frozen, lockRequest('A', 1, { mode: 'shared' }), 6).lock,
      lockRequest('B', 2),
      7,
    ).lock;
    expect(waiting.holders).toEqual([]);
    expect(tickets(waiting.queue)).toEqual(['A', 'B']);
    const { lock, news } = carriedOut(waiting, 'unfreeze', {}, 8);
    expect(tickets(lock.holders)).toEqual(['A']);
    expect(news.map(({ type, releaseId }) => [type, releaseId])).toEqual([
      ['freezesTold', 'release:A'],
      ['freezesTold', 'release:B'],
      ['lockGranted', 'release:A'],
    ]);
  });

  it('tells everyone in the line, and whoever joins it', () => {
    const { lock, news } = carriedOut(
      held(),
      'freeze',
      { reason: 'works', until: '2030-01-01T00:00:00Z' },
      5,
    );
    expect(news.map(({ type, releaseId }) => [type, releaseId])).toEqual([
      ['freezesTold', 'release:A'],
      ['freezesTold', 'release:B'],
    ]);
    expect(acquire(lock, lockRequest('C', 3), 6).news).toMatchObject([
      { type: 'freezesTold', releaseId: 'release:C' },
    ]);
    expect(viewOf(lock, 6).freezes).toEqual([
      { reason: 'works', by: 'U_VERA', until: '2030-01-01T00:00:00.000Z' },
    ]);
  });

  it('ends by itself', () => {
    const { lock } = carriedOut(
      emptyLock('db'),
      'freeze',
      { reason: 'works', until: '1970-01-01T00:00:01Z' },
      5,
    );
    expect(acquire(lock, lockRequest('A', 1), 999).lock.holders).toEqual([]);
    expect(tickets(acquire(lock, lockRequest('A', 1), 1000).lock.holders)).toEqual(['A']);
    expect(viewOf(lock, 1000).freezes).toEqual([]);
  });

  it('is passed by who may, but not past the lock of another one', () => {
    const frozen = carriedOut(held(), 'freeze', { reason: 'works' }, 5).lock;
    const passing = acquire(frozen, lockRequest('C', 3, { passesFreeze: true }), 6).lock;
    expect(tickets(passing.holders)).toEqual(['A']);
    const token = passing.holders[0]?.token ?? 0;
    const freed = carryOutOrder(passing, { type: 'release', payload: { requestId: 'A:1', token } }, 7).lock;
    expect(tickets(freed.holders)).toEqual(['C']);
    expect(tickets(freed.queue)).toEqual(['B']);
  });

  it('takes a reason, an end that is to come, and a role', () => {
    expect(command(held(), 'freeze', {}, 5)).toMatchObject({ ok: false, refusal: { code: 'missingReason' } });
    expect(command(held(), 'freeze', { reason: 'x', until: '1970-01-01T00:00:00Z' }, 5)).toMatchObject({
      refusal: { code: 'endIsPast' },
    });
    expect(command(held(), 'freeze', { reason: 'x' }, 5, false)).toMatchObject({
      refusal: { code: 'notApproverOrAdmin' },
    });
    expect(command(held(), 'unfreeze', {}, 5)).toMatchObject({
      refusal: { code: 'notFrozen', facts: { all: false } },
    });
    for (const all of ['first', 'other']) {
      expect(command(held(), 'unfreeze', { all }, 5)).toMatchObject({
        refusal: { code: 'notFrozen', facts: { all: true } },
      });
    }
  });

  it('of everything takes a role for all components, also where the component would allow it', () => {
    const ofDb = { general: false, here: true };
    const outcome = (payload: object) => commandBy(ofDb, held(), 'freeze', { reason: 'x', ...payload }, 5);
    expect(outcome({})).toMatchObject({ ok: true });
    for (const all of ['first', 'other']) {
      expect(outcome({ all })).toEqual({
        ok: false,
        refusal: { code: 'notApproverOrAdmin', facts: { all: true } },
      });
    }
  });
});

describe('a release that becomes a hotfix in the line', () => {
  const line = (): LockState =>
    acquire(acquire(held(), lockRequest('C', 3), 12).lock, lockRequest('D', 4), 13).lock;
  const hurried = lockRequest('D', 4, { priority: 'hotfix' });

  it('moves ahead of those that came before it, who are told, and takes nothing from the holder', () => {
    const { lock, news } = acquire(line(), hurried, 14);
    expect(tickets(lock.holders)).toEqual(['A']);
    expect(tickets(lock.queue)).toEqual(['D', 'B', 'C']);
    expect(news).toMatchObject([
      { type: 'overtaken', releaseId: 'release:B', payload: { component: 'db', by: 'D' } },
      { type: 'overtaken', releaseId: 'release:C', payload: { component: 'db', by: 'D' } },
    ]);
    expect(acquire(lock, hurried, 15)).toEqual({ lock, news: [] });
  });
});

describe('unlock', () => {
  it('takes the lock from its holder, tells it, and lets the next one go', () => {
    const { lock, news, event } = carriedOut(held(), 'unlock', { reason: 'it hangs' }, 20);
    expect(tickets(lock.holders)).toEqual(['B']);
    expect(lock.lastToken).toBeGreaterThan(held().lastToken);
    expect(news).toMatchObject([
      { type: 'lockLost', releaseId: 'release:A', payload: { actor: 'U_VERA', reason: 'it hangs' } },
      { type: 'lockGranted', releaseId: 'release:B' },
    ]);
    expect(event).toMatchObject({ type: 'unlocked', holders: [{ ticket: 'A' }] });
  });

  it('takes a reason and a holder', () => {
    expect(command(held(), 'unlock', {}, 20)).toMatchObject({ refusal: { code: 'missingReason' } });
    expect(command(emptyLock('db'), 'unlock', { reason: 'x' }, 20)).toMatchObject({
      refusal: { code: 'notHeld' },
    });
  });
});

describe('a release that ended without a word', () => {
  const gone = (lock: LockState, releaseKey: string, deploying: boolean | null = null) =>
    carryOutOrder(lock, { type: 'releaseGone', payload: { releaseKey, deploying } }, 30).lock;

  it('frees what it had not started on, and leaves the line', () => {
    expect(tickets(gone(held(), 'A').holders)).toEqual(['B']);
    expect(gone(held(), 'B').queue).toEqual([]);
    expect(gone(held(), 'C')).toEqual(held());
  });

  it('keeps the lock as an orphan if it was on production, until somebody unlocks it', () => {
    const token = held().lastToken;
    const payload = { requestId: 'A:1', token, releaseId: 'release:A' };
    const started = carryOutOrder(held(), { type: 'started', payload }, 12).lock;
    for (const orphaned of [gone(started, 'A'), gone(held(), 'A', true)]) {
      expect(orphaned.holders).toMatchObject([{ ticket: 'A', orphan: true, started: true }]);
      expect(tickets(orphaned.queue)).toEqual(['B']);
      expect(gone(orphaned, 'A')).toEqual(orphaned);
      expect(tickets(carriedOut(orphaned, 'unlock', { reason: 'checked' }, 40).lock.holders)).toEqual(['B']);
    }
  });

  it('is told of its loss where the coordinator knows nothing of its grant', () => {
    const payload = { requestId: 'A:1', token: 1, releaseId: 'release:A' };
    expect(carryOutOrder(held(), { type: 'started', payload }, 12).news).toMatchObject([
      { type: 'lockLost', releaseId: 'release:A', payload: { token: 1, actor: null } },
    ]);
  });
});

describe('a lock that is rebuilt', () => {
  it('has the holders and the line that the open releases claim, and the orphans that nobody can claim', () => {
    const before = held();
    const orphan = {
      ...lockRequest('Z', 0, { mode: 'shared' }),
      token: 77,
      grantedAt: 5,
      started: true,
      orphan: true,
    };
    const claims = [
      { request: lockRequest('C', 3), token: null, started: false },
      { request: lockRequest('B', 2), token: null, started: false },
      { request: lockRequest('A', 1, { mode: 'shared' }), token: before.lastToken, started: true },
    ];
    const lock = rebuild('db', claims, [orphan], 100);
    expect(lock.holders).toMatchObject([
      { ticket: 'A', started: true },
      { ticket: 'Z', orphan: true },
    ]);
    expect(tickets(lock.queue)).toEqual(['B', 'C']);
    expect(lock.lastToken).toBe(77);
    expect(addOrphans(lock, [orphan])).toEqual(lock);
    expect(orphanOrFree(lock, 'A', null).holders).toMatchObject([
      { ticket: 'A', orphan: true },
      { ticket: 'Z' },
    ]);
  });
});

describe('a hotfix', () => {
  it('goes ahead of those that wait, and they hear of it', () => {
    const hot = lockRequest('HOT', 9, { priority: 'hotfix' });
    const { lock, news } = acquire(held(), hot, 20);
    expect(tickets(lock.queue)).toEqual(['HOT', 'B']);
    expect(news).toEqual([
      { type: 'overtaken', releaseId: 'release:B', payload: { component: 'db', by: 'HOT' } },
    ]);
    expect(acquire(lock, hot, 21).news).toEqual([]);
  });

  it('that shares the lock at once is told to the exclusive one that it passes', () => {
    const shared = acquire(emptyLock('db'), lockRequest('A', 1, { mode: 'shared' }), 10).lock;
    const waiting = acquire(shared, lockRequest('X', 2), 11).lock;
    const { lock, news } = acquire(
      waiting,
      lockRequest('HOT', 9, { mode: 'shared', priority: 'hotfix' }),
      12,
    );
    expect(tickets(lock.holders)).toEqual(['A', 'HOT']);
    expect(news).toContainEqual({
      type: 'overtaken',
      releaseId: 'release:X',
      payload: { component: 'db', by: 'HOT' },
    });
  });

  it('is told to whoever comes to the line with an earlier good', () => {
    const hot = acquire(held(), lockRequest('HOT', 9, { priority: 'hotfix' }), 20).lock;
    expect(acquire(hot, lockRequest('LATE', 3), 21).news).toEqual([
      { type: 'overtaken', releaseId: 'release:LATE', payload: { component: 'db', by: 'HOT' } },
    ]);
    expect(acquire(hot, lockRequest('LATER', 10), 21).news).toEqual([]);
  });
});

it('keeps the reasons of freezes, and of those that come to much the beginning', () => {
  const long = '🧊'.repeat(1400);
  let lock = held();
  for (let n = 0; n < 50; n += 1) {
    const { event, lock: frozen } = carriedOut(lock, 'freeze', { reason: `${String(n)} ${long}` }, 20);
    expect(event).toMatchObject({ freeze: { reason: `${String(n)} ${long}` } });
    lock = frozen;
  }
  const reasons = lock.freezes.map(({ reason }) => reason);
  expect(reasons[0]).toBe(`0 ${long}`);
  expect(reasons.at(-1)).toBe(`49 ${'🧊'.repeat(97)}…`);
  expect(bytesOf(reasons.join(''))).toBeLessThan(35_000);
  const short = carriedOut(lock, 'unfreeze', {}, 21).lock;
  expect(carriedOut(short, 'freeze', { reason: long }, 22).lock.freezes).toMatchObject([{ reason: long }]);
});

it.each(lockCommandSignals)('%s takes a reason if the table of commands says so', (signal) => {
  const outcome = command(held(), signal, {}, 20);
  const isMissing = !outcome.ok && outcome.refusal.code === 'missingReason';
  expect(isMissing).toBe(lockCommands[signal].reason === 'required');
});
