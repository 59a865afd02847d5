/** A release that keeps its locks until its charts have passed. */
import { describe, expect, it } from 'vitest';
import { watchPassed } from '../../../domain/release/watching.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { statusOf } from '../../../domain/release/status.ts';
import { approver, attempt, nobodySpecial, ready } from '../../support/billing-release.ts';

const ann = { actor: 'U_DAN' };
const started = (heldByWatch: boolean) =>
  attempt(
    { ...ready(), heldByWatch },
    'depStart',
    { ...ann, runner: { id: 'pipeline-1' } },
    nobodySpecial,
    10,
  ).state;
const deployed = () =>
  attempt(started(true), 'depFinish', { ...ann, runner: { id: 'pipeline-1' } }, nobodySpecial, 20).state;
const last = ({ events }: ReleaseState) => events.at(-1);
const frees = ({ pendingOrders }: ReleaseState) =>
  pendingOrders.filter(({ type }) => type === 'release').length;

it('without the wish it is finished at once', () => {
  const { state } = attempt(started(false), 'depFinish', ann, nobodySpecial, 20);
  expect(state.stage).toBe('finished');
  expect(frees(state)).toBe(1);
});

describe('a release that is deployed', () => {
  it('keeps its locks, waits for its charts, and no pipeline has it any more', () => {
    const state = deployed();
    expect(state).toMatchObject({ stage: 'watching', runner: null });
    expect(last(state)).toMatchObject({ type: 'deployed', actor: 'U_DAN' });
    expect(frees(state)).toBe(0);
    expect(state.locks).toMatchObject([{ component: 'billing', state: 'held' }]);
    expect(statusOf(state, 21)).toMatchObject({ waitingFor: 'charts' });
  });

  it('is finished when they have passed, once, and by nobody', () => {
    const state = watchPassed(deployed(), 'key', 30);
    expect(state.stage).toBe('finished');
    expect(last(state)).toMatchObject({ type: 'finished', actor: null });
    expect(frees(state)).toBe(1);
    expect(watchPassed(state, 'key', 31)).toBe(state);
  });

  it('does not care for the charts of another release, nor for anything that is none', () => {
    const state = deployed();
    for (const other of ['another', null, undefined, { key: 'key' }])
      expect(watchPassed(state, other, 30)).toBe(state);
    expect(watchPassed(started(true), 'key', 30).stage).toBe('deploying');
  });

  it('tells whoever finishes it again what it waits for', () => {
    expect(attempt(deployed(), 'depFinish', ann, nobodySpecial, 30).refusal).toEqual({
      code: 'stillWatched',
      facts: {},
    });
  });

  it('can be rolled back', () => {
    const { state } = attempt(deployed(), 'depRollback', { ...ann, reason: 'errors' }, nobodySpecial, 30);
    expect(state.stage).toBe('rolled_back');
    expect(frees(state)).toBe(1);
  });

  it('passes by an approver, with a reason, and by nobody else', () => {
    const reason = 'The charts are broken';
    const passed = attempt(deployed(), 'override', { actor: 'U_VERA', reason }, approver, 30);
    expect(passed.state.stage).toBe('finished');
    expect(passed.state.events.slice(-2)).toMatchObject([
      { type: 'overridden', facts: { what: 'charts', reason } },
      { type: 'finished', actor: 'U_VERA' },
    ]);
    expect(attempt(deployed(), 'override', { ...ann, reason }, nobodySpecial, 30).refusal?.code).toBe(
      'notApprover',
    );
    expect(attempt(deployed(), 'override', { actor: 'U_VERA' }, approver, 30).refusal?.code).toBe(
      'missingReason',
    );
  });

  it('cannot be taken up by a pipeline, nor cancelled', () => {
    const again = { ...ann, runner: { id: 'pipeline-2' } };
    expect(attempt(deployed(), 'depStart', again, nobodySpecial, 30).refusal?.code).toBe('wrongStage');
    expect(attempt(deployed(), 'cancel', ann, nobodySpecial, 30).refusal?.code).toBe('onProduction');
  });
});
