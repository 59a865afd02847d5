/** Whether the pipeline that deploys a release is alive, and how another one takes over. */
import { describe, expect, it } from 'vitest';
import { carryOutOrder } from '../../../domain/lock/orders.ts';
import { emptyLock } from '../../../domain/lock/lock-queue.ts';
import { readCommand } from '../../../domain/messages/payload.ts';
import { applyCommand, withdraw } from '../../../domain/release/commands.ts';
import { hear } from '../../../domain/release/locking.ts';
import { fallenSilent, isRenewing, runnerStatus } from '../../../domain/release/runner.ts';
import { requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { summaryOf } from '../../../domain/release/status.ts';
import { attempt, command, nobodySpecial, ready } from '../../support/billing-release.ts';

const first = { id: 'first-one', deadAfter: 10 };
const second = { id: 'second-one' };

const start = (state: ReleaseState, runner?: { id: string; deadAfter?: number }, now = 10) =>
  attempt(state, 'depStart', { actor: 'U_DAN', ...(runner && { runner }) }, nobodySpecial, now);
const end = (state: ReleaseState, runner?: { id: string }) =>
  attempt(state, 'depFinish', { actor: 'U_DAN', ...(runner && { runner }) }, nobodySpecial, 50);
const running = () => start(ready(), first).state;
const lost = () => fallenSilent(running(), first.id, 20);
const renewed = (state: ReleaseState, token = 200, before = 100) =>
  hear(
    state,
    { type: 'renewed', payload: { component: 'billing', requestId: requestIdOf(state), token, before } },
    30,
  );
const unlocked = (state: ReleaseState) => {
  const grant = { component: 'billing', requestId: requestIdOf(state), token: 100 };
  const by = { actor: 'U_SAM', via: null, commandId: null, channel: null, saidAt: null, reason: 'why' };
  return hear(state, { type: 'lockLost', payload: { ...grant, ...by } }, 25);
};
const lastEvent = ({ events }: ReleaseState) => events.at(-1);

describe('one that falls silent', () => {
  it('is missed, and keeps its lock', () => {
    expect(lastEvent(lost())).toMatchObject({ type: 'pipelineLost', facts: { afterSeconds: 10 } });
    expect(summaryOf(lost(), 20)).toMatchObject({
      stage: 'deploying',
      waitingFor: 'pipeline',
      locks: [{ state: 'held', token: 100 }],
    });
    expect(runnerStatus(lost(), first.id)).toBe('lost');
    expect(fallenSilent(lost(), first.id, 21)).toEqual(lost());
  });

  it('is back when it starts again, with the tokens that it has', () => {
    const { state } = start(lost(), first);
    expect(lastEvent(state)).toMatchObject({ type: 'pipelineTaken', facts: { back: true } });
    expect(state.pendingOrders).toEqual(lost().pendingOrders);
    expect(runnerStatus(state, first.id)).toBe('yours');
    expect(start(state, first).state.events).toEqual(state.events);
  });

  it('is nobody’s business once its release has ended, nor is one that was replaced', () => {
    expect(fallenSilent(end(running(), first).state, first.id, 60).stage).toBe('finished');
    expect(summaryOf(end(lost()).state, 60)).toMatchObject({ stage: 'finished', waitingFor: null });
    expect(summaryOf(withdraw(lost(), 60), 60)).toMatchObject({ stage: 'cancelled', waitingFor: null });
    const taken = start(renewed(start(lost(), second).state), second).state;
    expect(fallenSilent(taken, first.id, 60)).toEqual(taken);
  });
});

it('may say how it ended though its release is somebody else’s meanwhile, and be back', () => {
  const handed = attempt(running(), 'handover', { actor: 'U_DAN', user: 'U_EVE' }, nobodySpecial, 15).state;
  expect(handed.requester).toBe('U_EVE');
  expect(end(handed, { id: first.id }).state.stage).toBe('finished');
  expect(end(handed).refusal).toMatchObject({ code: 'notRequesterOrAdmin' });
  expect(end(handed, second).refusal).toMatchObject({ code: 'notRequesterOrAdmin' });
  const silent = fallenSilent(handed, first.id, 20);
  expect(lastEvent(start(silent, first).state)).toMatchObject({
    type: 'pipelineTaken',
    facts: { back: true },
  });
  expect(start(silent, second).refusal).toMatchObject({ code: 'notRequesterOrAdmin' });
});

describe('one that is taken up', () => {
  it('waits for new tokens, and the one before may end nothing', () => {
    const asked = start(lost(), second);
    expect(asked.state.pendingOrders.at(-1)).toMatchObject({ type: 'renew', payload: { token: 100 } });
    expect([isRenewing(asked.state), asked.state.runner?.id]).toEqual([true, first.id]);
    const { state } = start(renewed(asked.state), second);
    expect(lastEvent(state)).toMatchObject({ type: 'pipelineTaken', facts: { back: false } });
    expect(state.locks).toMatchObject([{ state: 'held', token: 200 }]);
    expect(runnerStatus(state, first.id)).toBe('taken');
    expect(end(state, first).refusal).toMatchObject({ code: 'notYourPipeline', facts: { why: 'taken' } });
    expect(end(state, second).state.stage).toBe('finished');
    expect(end(state).state.stage).toBe('finished');
  });

  it('takes no token that it did not ask for', () => {
    const { state } = start(lost(), second);
    expect(renewed(state, 200, 99)).toEqual(state);
  });

  it('is its one before no more as soon as new tokens are asked for: it runs with void ones', () => {
    const { state } = start(lost(), second);
    expect(runnerStatus(state, first.id)).toBe('taken');
    for (const { refusal } of [start(state, first), end(state, first)]) {
      expect(refusal).toMatchObject({ code: 'notYourPipeline', facts: { why: 'taken' } });
    }
  });

  it('has the token that its lock has, though whoever asked for it is gone', () => {
    const { state } = start(lost(), second);
    const forgotten = { ...state, renewal: null };
    expect(renewed(forgotten).locks).toMatchObject([{ state: 'held', token: 200 }]);
    expect(summaryOf(renewed(forgotten), 40).locks).toEqual([
      { component: 'billing', mode: 'exclusive', state: 'held', token: 200 },
    ]);
  });

  it('asks once more for another who comes meanwhile', () => {
    const { state } = start(start(lost(), second).state, { id: 'third-one' });
    expect(state.renewal).toEqual({ runner: 'third-one', left: ['billing'] });
  });

  it('may have been started by somebody by hand', () => {
    const { state } = start(start(ready()).state, second);
    expect(start(renewed(state), second).state.runner?.id).toBe(second.id);
  });
});

it('is not taken from one that lives', () => {
  expect(start(running(), second).refusal).toMatchObject({ code: 'pipelineRuns' });
  expect(start(running()).refusal).toMatchObject({ code: 'wrongStage' });
});

it('has lost its release with the lock, and nobody takes that up', () => {
  const without = unlocked(running());
  expect(runnerStatus(without, first.id)).toBe('unlocked');
  expect(end(without, first).refusal).toMatchObject({ facts: { why: 'unlocked' } });
  expect(start(without, second).refusal).toMatchObject({ code: 'locksLost' });
  expect(end(without).state.stage).toBe('finished');
});

it('is looked at as any start, and a taking up is not', () => {
  const looked = applyCommand(
    ready(),
    command('depStart', { actor: 'U_DAN', runner: first }),
    nobodySpecial,
    5,
  );
  expect(looked).toMatchObject({ ok: true, postponed: true, state: { stage: 'ready', runner: null } });
  const { number } = lost().checks;
  expect(start(lost(), second).state.checks.number).toBe(number);
});

it.each([
  { id: 'short' },
  { id: 'first one' },
  { id: 'first-one', deadAfter: 1 },
  { id: 'first-one', deadAfter: 61 },
  {},
  'x',
])('is not %j', (runner) => {
  expect(readCommand('depStart', { actor: 'U_DAN', runner })).toBeNull();
});

it('gets its token from the lock, the same however often it asks', () => {
  const request = {
    ...{ requestId: 'A', releaseKey: 'A', releaseId: 'release:A', ticket: 'A', mode: 'exclusive' as const },
    ...{ priority: 'normal' as const, since: 0, passesFreeze: false, onProduction: false },
  };
  const held = carryOutOrder(emptyLock('billing'), { type: 'acquire', payload: request }, 1000).lock;
  const order = { type: 'renew' as const, payload: { requestId: 'A', token: 1000, releaseId: 'release:A' } };
  const once = carryOutOrder(held, order, 900);
  const twice = carryOutOrder(once.lock, order, 2000);
  expect(once.lock.holders).toMatchObject([{ token: 1001 }]);
  expect(twice.lock).toEqual(once.lock);
  expect(twice.news).toEqual(once.news);
  expect(once.news).toMatchObject([{ type: 'renewed', payload: { token: 1001, before: 1000 } }]);
  expect(carryOutOrder(emptyLock('billing'), order, 900).news).toMatchObject([{ type: 'lockLost' }]);
});
