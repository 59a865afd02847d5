/** A lock whose component is frozen by recurring windows. Times are in hours since Thursday, 1 January 1970. */
import { describe, expect, it } from 'vitest';
import { applyLockCommand } from '../../../domain/lock/commands.ts';
import { configure, nextChangeFor } from '../../../domain/lock/freezes.ts';
import { grantTurns, carryOutOrder } from '../../../domain/lock/orders.ts';
import { emptyLock } from '../../../domain/lock/lock-queue.ts';
import type { LockRequest, LockState } from '../../../domain/lock/lock-queue.ts';
import type { LockSettings } from '../../../domain/lock/lock-settings.ts';
import { freezeView, viewOf } from '../../../domain/lock/lock-view.ts';
import { readLockOrder } from '../../../domain/messages/lock-messages.ts';
import { readCommand } from '../../../domain/messages/payload.ts';

const hour = 3_600_000;
/** Daily from 10:00 to 12:00. */
const daily: LockSettings = {
  version: 'daily',
  windows: [
    { start: '1970-01-01T10:00', timezone: 'UTC', rule: 'FREQ=DAILY', forMs: 2 * hour, reason: 'backup' },
  ],
};
const window = (fromHour: number) => ({
  reason: 'backup',
  by: 'dobrobot.yaml',
  from: fromHour * hour,
  until: (fromHour + 2) * hour,
});
const configured = (): LockState => configure(emptyLock('db'), daily, 0);

const request = (ticket: string, over: Partial<LockRequest> = {}): LockRequest => ({
  requestId: `${ticket}:1`,
  releaseKey: ticket,
  releaseId: `release:${ticket}`,
  ticket,
  mode: 'shared',
  priority: 'normal',
  since: 0,
  passesFreeze: false,
  onProduction: false,
  ...over,
});
const acquire = (lock: LockState, ticket: string, atHour: number, over: Partial<LockRequest> = {}) =>
  carryOutOrder(lock, { type: 'acquire', payload: request(ticket, over) }, atHour * hour);
const tickets = (list: readonly { ticket: string }[]): string[] => list.map(({ ticket }) => ticket);

function command(lock: LockState, signal: 'freeze' | 'unfreeze', fields: object, atHour: number) {
  const read = readCommand(signal, { actor: 'U_VERA', ...fields });
  if (read === null) throw new Error('The test sends a malformed command.');
  return applyLockCommand(lock, read, { general: true, here: true }, atHour * hour);
}

describe('a window', () => {
  it('grants nothing while it lasts, keeps every place, and is passed by who may', () => {
    const waiting = acquire(configured(), 'A', 10).lock;
    expect(tickets(waiting.queue)).toEqual(['A']);
    const passed = acquire(waiting, 'B', 11, { passesFreeze: true }).lock;
    expect(tickets(passed.holders)).toEqual(['B']);
    const { lock, news } = grantTurns(passed, 12 * hour);
    expect(tickets(lock.holders)).toEqual(['B', 'A']);
    expect(news.map(({ type, releaseId }) => [type, releaseId])).toEqual([
      ['freezesTold', 'release:B'],
      ['freezesTold', 'release:A'],
      ['lockGranted', 'release:A'],
    ]);
  });

  it('is told to whoever asks, before it begins', () => {
    expect(acquire(configured(), 'A', 9).news).toMatchObject([
      { type: 'lockGranted' },
      { type: 'freezesTold', payload: { freezes: [window(10), window(34)] } },
    ]);
  });

  it('of long ago does not hold up who comes today, and today’s does', () => {
    expect(tickets(acquire(configured(), 'A', 24 * 300 + 9).lock.holders)).toEqual(['A']);
    expect(tickets(acquire(configured(), 'A', 24 * 300 + 11).lock.queue)).toEqual(['A']);
  });

  it('is seen in the view of a lock that nobody touches', () => {
    expect(viewOf(configured(), (24 * 300 + 11) * hour).freezes).toEqual([
      { reason: 'backup', by: 'dobrobot.yaml', until: '1970-10-28T12:00:00.000Z' },
    ]);
    expect(viewOf(configured(), (24 * 300 + 12) * hour).freezes).toEqual([]);
  });

  it('wakes a lock that somebody uses when it begins and when it ends, and no other', () => {
    expect(nextChangeFor(configured(), 0)).toBeNull();
    const { lock } = acquire(configured(), 'A', 9);
    expect(nextChangeFor(lock, 9 * hour)).toBe(10 * hour);
    expect(nextChangeFor(lock, 10 * hour)).toBe(12 * hour);
  });
});

describe('unfreeze', () => {
  it('does not lift a window, and says so', () => {
    expect(command(configured(), 'unfreeze', {}, 11)).toEqual({
      ok: false,
      refusal: { code: 'frozenByWindow', facts: { freeze: freezeView(window(10)) } },
    });
    expect(command(configured(), 'unfreeze', {}, 9)).toMatchObject({ refusal: { code: 'notFrozen' } });
  });

  it('lifts what its speaker froze, or the person that they name, and nobody else', () => {
    const by = (lock: LockState, actor: string) => {
      const frozen = command(lock, 'freeze', { actor, reason: `as ${actor} says` }, 9);
      if (!frozen.ok) throw new Error('refused');
      return frozen.obeyed.lock;
    };
    const both = by(by(configured(), 'U_VERA'), 'U_OLEG');
    const lifted = command(both, 'unfreeze', {}, 11);
    expect(lifted).toMatchObject({
      event: {
        actor: 'U_VERA',
        setBy: 'U_VERA',
        stays: [{ by: 'U_OLEG', reason: 'as U_OLEG says' }, { by: 'dobrobot.yaml' }],
      },
    });
    if (!lifted.ok) throw new Error('refused');
    const { lock } = lifted.obeyed;
    expect(command(lock, 'unfreeze', {}, 11)).toMatchObject({
      ok: false,
      refusal: {
        code: 'frozenByOthers',
        facts: { all: false, user: null, freezes: [{ by: 'U_OLEG' }, { by: 'dobrobot.yaml' }] },
      },
    });
    expect(command(lock, 'unfreeze', { user: 'U_VERA', all: 'first' }, 11)).toMatchObject({
      refusal: { code: 'frozenByOthers', facts: { all: true, user: 'U_VERA' } },
    });
    const theirs = command(lock, 'unfreeze', { user: 'U_OLEG' }, 11);
    expect(theirs).toMatchObject({ event: { actor: 'U_VERA', setBy: 'U_OLEG' } });
    expect(theirs.ok && viewOf(theirs.obeyed.lock, 11 * hour).freezes).toMatchObject([
      { by: 'dobrobot.yaml' },
    ]);
  });

  it('grants nothing while a freeze of somebody else lasts', () => {
    const frozen = command(emptyLock('db'), 'freeze', { actor: 'U_OLEG', reason: 'x' }, 1);
    const twice = frozen.ok ? command(frozen.obeyed.lock, 'freeze', { reason: 'y' }, 1) : frozen;
    if (!twice.ok) throw new Error('refused');
    const waiting = acquire(twice.obeyed.lock, 'A', 2).lock;
    const lifted = command(waiting, 'unfreeze', {}, 3);
    expect(lifted.ok && lifted.obeyed.lock.holders).toEqual([]);
    expect(lifted.ok && lifted.obeyed.news).toMatchObject([
      { type: 'freezesTold', payload: { freezes: [{ by: 'U_OLEG' }] } },
    ]);
  });

  it('lifts what people froze, and names the window that stays', () => {
    const frozen = command(configured(), 'freeze', { reason: 'works' }, 9);
    if (!frozen.ok) throw new Error('refused');
    const { lock } = frozen.obeyed;
    expect(viewOf(lock, 11 * hour).freezes.map(({ by }) => by)).toEqual(['U_VERA', 'dobrobot.yaml']);
    const lifted = command(lock, 'unfreeze', {}, 11);
    expect(lifted).toMatchObject({ event: { type: 'unfrozen', stays: [{ reason: 'backup' }] } });
    expect(lifted.ok && viewOf(lifted.obeyed.lock, 11 * hour).freezes).toMatchObject([
      { by: 'dobrobot.yaml' },
    ]);
  });
});

describe('a changed configuration', () => {
  const later: LockSettings = {
    version: 'later',
    windows: daily.windows.map((settings) => ({ ...settings, start: '1970-01-01T20:00' })),
  };

  it('is told to everyone in the lock, once, and lets go whoever its freeze held up', () => {
    const waiting = acquire(configured(), 'A', 11).lock;
    const { lock, news } = carryOutOrder(waiting, { type: 'configure', payload: later }, 11 * hour);
    expect(tickets(lock.holders)).toEqual(['A']);
    expect(news).toMatchObject([
      { type: 'lockGranted', releaseId: 'release:A' },
      { type: 'freezesTold', payload: { freezes: [window(20), window(44)] } },
    ]);
    expect(carryOutOrder(lock, { type: 'configure', payload: later }, 11 * hour)).toEqual({ lock, news: [] });
  });

  it('arrives whole or not at all', () => {
    expect(readLockOrder('configure', later)).toEqual({ type: 'configure', payload: later });
    expect(readLockOrder('configure', { version: 'x', windows: [{ rule: 'FREQ=DAILY' }] })).toBeNull();
  });
});
