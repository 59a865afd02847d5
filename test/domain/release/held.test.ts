/** What holds a release up, and what lets it go: freezes, overrides, handovers, a lock that is taken away. */
import { iso } from '../../../domain/iso.ts';
import { describe, expect, it } from 'vitest';
import { byConfiguration } from '../../../domain/lock/freeze.ts';
import type { CheckReport } from '../../../domain/release/check-report.ts';
import { checked } from '../../../domain/release/checks.ts';
import { begin, withdraw } from '../../../domain/release/commands.ts';
import { hear } from '../../../domain/release/locking.ts';
import { requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { statusOf } from '../../../domain/release/status.ts';
import { nextDeadline, passTime } from '../../../domain/release/time.ts';
import {
  rules,
  scope,
  report,
  nobodySpecial,
  approver,
  command,
  attempt,
  asked,
  awaiting,
  queued,
  granted,
  ready,
} from '../../support/billing-release.ts';

const hour = 3_600_000;
const deploying = (): ReleaseState =>
  attempt(ready(), 'depStart', { actor: 'U_DAN' }, nobodySpecial, 4).state;

const freeze = (until: number | null, from: number | null = null) => ({
  reason: 'network works',
  by: 'U_OLEG',
  from,
  until,
});
const frozen = (state: ReleaseState, now: number, ...freezes: ReturnType<typeof freeze>[]): ReleaseState =>
  hear(state, { type: 'freezesTold', payload: { component: 'billing', freezes } }, now);

describe('a freeze', () => {
  it('stops dep start, and keeps stage and lock', () => {
    const state = frozen(ready(), 10, freeze(null));
    const { refusal } = attempt(state, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 11);
    expect(refusal).toMatchObject({
      code: 'frozen',
      facts: { component: 'billing', freeze: { reason: 'network works' } },
    });
    expect(statusOf(state, 11)).toMatchObject({
      stage: 'ready',
      waitingFor: 'freeze',
      locks: [{ state: 'held' }],
    });
  });

  it('lets what is on production finish', () => {
    const state = frozen(deploying(), 10, freeze(null));
    expect(statusOf(state, 11).waitingFor).toBe('finish');
    expect(attempt(state, 'depFinish', { actor: 'U_DAN' }, nobodySpecial, 12).state.stage).toBe('finished');
  });

  it('ends by itself, and the time that it lasted does not count against an unused turn', () => {
    const start = ready();
    expect(start.holdUntil).toBe(3 + 2 * hour);
    const state = frozen(start, hour, freeze(5 * hour));
    expect(state.holdUntil).toBeNull();
    expect(nextDeadline(state)).toBe(5 * hour);
    const thawed = passTime(state, 5 * hour);
    expect(thawed.holdUntil).toBe(5 * hour + (2 * hour + 3 - hour));
    expect(attempt(thawed, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 5 * hour).refusal).toBeNull();
  });

  it('that is to come still comes to a release that has got its turn meanwhile', () => {
    const window = { ...freeze(9 * hour), by: byConfiguration, from: 5 * hour };
    const told = frozen(queued(), 3, window);
    const turn = granted(told, 4);
    expect(attempt(turn, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 5).refusal).toBeNull();
    // The grant may also arrive when the window has just begun.
    for (const late of [turn, granted(told, 5 * hour + 1)]) {
      expect(attempt(late, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 6 * hour).refusal).toMatchObject({
        code: 'frozen',
      });
    }
  });

  it('reminds nobody of what may not be done', () => {
    const state = frozen(ready(), 10, freeze(null));
    expect(passTime(state, 50 * hour).events.filter(({ type }) => type === 'nudged')).toEqual([]);
    const thawed = frozen(state, 50 * hour);
    expect(nextDeadline(thawed)).toBe(51 * hour);
  });

  it('that is to come begins by itself: no dep start, and an unused turn keeps its time', () => {
    const told = frozen(ready(), 3, freeze(5 * hour, hour / 2));
    expect(statusOf(told, 4)).toMatchObject({ waitingFor: 'start', frozen: null });
    expect(nextDeadline(told)).toBe(hour / 2);
    const { refusal } = attempt(told, 'depStart', { actor: 'U_DAN' }, nobodySpecial, hour / 2);
    expect(refusal).toMatchObject({ code: 'frozen', facts: { freeze: { until: iso(5 * hour) } } });
    const begun = passTime(told, hour / 2);
    expect(begun).toMatchObject({ stage: 'ready', holdUntil: null, holdLeftMs: 1.5 * hour + 3 });
    expect(nextDeadline(begun)).toBe(5 * hour);
    // The same if the window begins and ends in one step.
    for (const over of [passTime(begun, 5 * hour), passTime(told, 5 * hour)]) {
      expect(over.holdUntil).toBe(6.5 * hour + 3);
      expect(over.events.filter(({ type }) => type === 'nudged')).toEqual([]);
      expect(attempt(over, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 5 * hour).refusal).toBeNull();
    }
  });

  it('that is lifted while the release waits for a new good is forgotten', () => {
    const lost = hear(
      frozen(ready(), 10, freeze(null)),
      {
        type: 'lockLost',
        payload: {
          component: 'billing',
          requestId: requestIdOf(ready()),
          token: 100,
          actor: 'U_ADAM',
          reason: 'x',
          via: null,
          commandId: null,
          channel: null,
          saidAt: null,
        },
      },
      20,
    );
    const again = granted(attempt(lost, 'accept', { actor: 'U_VERA' }, approver, 30).state, 31, 200);
    expect(attempt(again, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 32).refusal).toBeNull();
  });

  it('is passed by an override of an approver, with a reason', () => {
    const state = frozen(queued(), 10, freeze(null));
    expect(statusOf(state, 10).waitingFor).toBe('freeze');
    const payload = { actor: 'U_VERA', reason: 'customers wait' };
    expect(attempt(state, 'override', payload, nobodySpecial, 11).refusal).toEqual({
      code: 'notApprover',
      facts: {},
    });
    expect(attempt(state, 'override', { actor: 'U_VERA' }, approver, 11).refusal).toMatchObject({
      code: 'missingReason',
    });
    const passing = attempt(state, 'override', payload, approver, 11).state;
    expect(passing.pendingOrders.at(-1)).toMatchObject({ type: 'acquire', payload: { passesFreeze: true } });
    expect(statusOf(passing, 11).waitingFor).toBe('lock');
    const turn = granted(passing, 12);
    expect(attempt(turn, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 13).state.stage).toBe('deploying');
  });
});

describe('an override', () => {
  const override = (state: ReleaseState) =>
    attempt(state, 'override', { actor: 'U_VERA', reason: 'urgent' }, approver, 9);

  it('lets a release pass checks that fail, for which it still needs the good', () => {
    const { state } = override(checked(asked(), 1, report(['qa']), 1));
    expect(state.stage).toBe('awaiting_approval');
    expect(state.events.slice(-2)).toMatchObject([
      { type: 'overridden', facts: { reason: 'urgent', what: 'checks', missingSigns: ['qa'] } },
      { type: 'checksPassed' },
    ]);
  });

  it('lets a release pass checks that cannot run, if it is known what it touches', () => {
    const down: CheckReport = { outcome: 'unavailable', message: 'no tracker', scope };
    const unread = { ...down, scope: { ...scope, components: [], locks: [], approvals: [] } };
    expect(override(checked(asked(), 1, unread, 1)).refusal).toEqual({
      code: 'componentsUnknown',
      facts: {},
    });
    const request = command('request', { actor: 'U_DAN', components: ['billing'] });
    const named = checked(begin('PAY-1', 'key', rules, request, 0), 1, down, 1);
    expect(override(named).state).toMatchObject({ stage: 'awaiting_approval', components: ['billing'] });
  });

  it('has nothing to do for a release that only waits for another one', () => {
    expect(override(queued()).refusal).toEqual({ code: 'nothingToOverride', facts: { stage: 'queued' } });
  });
});

describe('a handover', () => {
  const toVera = { actor: 'U_DAN', user: 'U_VERA' };
  const toDora = { actor: 'U_DAN', user: 'U_DORA' };

  it('gives the part of the requester to someone else', () => {
    const { state } = attempt(ready(), 'handover', toDora, nobodySpecial, 9);
    expect(state).toMatchObject({ requester: 'U_DORA', stage: 'ready', votes: [{ user: 'U_VERA' }] });
    expect(attempt(state, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 10).refusal).toMatchObject({
      code: 'notRequesterOrAdmin',
    });
    expect(attempt(state, 'depStart', { actor: 'U_DORA' }, nobodySpecial, 10).state.stage).toBe('deploying');
  });

  it('bars everyone who ever was its requester from giving the good', () => {
    const { state } = attempt(awaiting(), 'handover', toDora, nobodySpecial, 9);
    expect(attempt(state, 'accept', { actor: 'U_DAN' }, approver, 10).refusal).toEqual({
      code: 'ownRelease',
      facts: {},
    });
    expect(attempt(state, 'accept', { actor: 'U_DORA' }, approver, 10).refusal).toEqual({
      code: 'ownRelease',
      facts: {},
    });
  });

  it('to someone who gave the good voids it and frees the locks', () => {
    const { state } = attempt(ready(), 'handover', toVera, nobodySpecial, 9);
    expect(state).toMatchObject({
      stage: 'awaiting_approval',
      votes: [],
      locks: [],
      requester: 'U_VERA',
    });
    expect(state.pendingOrders.at(-1)).toMatchObject({
      type: 'release',
      component: 'billing',
      payload: { token: null },
    });
  });

  it('to someone who gave the good is refused on production', () => {
    expect(attempt(deploying(), 'handover', toVera, nobodySpecial, 9).refusal).toEqual({
      code: 'goodIsTheirs',
      facts: { user: 'U_VERA' },
    });
  });

  it('to someone who gave the good voids it also where one person may be both, except on production', () => {
    const generous = (state: ReleaseState) => ({ ...state, rules: { ...rules, selfAccept: true } });
    const { state } = attempt(generous(ready()), 'handover', toVera, nobodySpecial, 9);
    expect(state).toMatchObject({ stage: 'awaiting_approval', votes: [], locks: [], requester: 'U_VERA' });
    expect(attempt(state, 'accept', { actor: 'U_VERA' }, approver, 10).state.stage).toBe('queued');
    expect(attempt(generous(deploying()), 'handover', toVera, nobodySpecial, 9).state).toMatchObject({
      stage: 'deploying',
      votes: [{ user: 'U_VERA' }],
      requester: 'U_VERA',
    });
  });

  it('takes the requester or an approver, and a person', () => {
    const stranger = { actor: 'U_EVE', user: 'U_EVE' };
    expect(attempt(ready(), 'handover', stranger, nobodySpecial, 9).refusal).toMatchObject({
      code: 'notRequesterOrApprover',
    });
    expect(attempt(ready(), 'handover', stranger, approver, 9).refusal).toBeNull();
    for (const nobody of [{}, { user: 'service:ci' }]) {
      expect(attempt(ready(), 'handover', { actor: 'U_DAN', ...nobody }, nobodySpecial, 9).refusal).toEqual({
        code: 'missingUser',
        facts: {},
      });
    }
    const handed = (handsToPerson: boolean) =>
      attempt(ready(), 'handover', { actor: 'U_DAN', user: 'U_EVE' }, { ...nobodySpecial, handsToPerson }, 9);
    expect(handed(false)).toMatchObject({
      state: { requester: 'U_DAN' },
      refusal: { code: 'notAPerson', facts: { user: 'U_EVE' } },
    });
    expect(handed(true)).toMatchObject({ state: { requester: 'U_EVE' }, refusal: null });
  });
});

describe('a grant that nobody waits for', () => {
  const granted = (requestId: string): ReleaseState =>
    hear(ready(), { type: 'lockGranted', payload: { component: 'billing', requestId, token: 7 } }, 20);

  it('is handed back by the release that asked for it once', () => {
    const requestId = `${ready().key}:0`;
    expect(granted(requestId).pendingOrders.at(-1)).toEqual({
      type: 'release',
      component: 'billing',
      payload: { requestId, token: 7 },
    });
  });

  it('is left alone by another release of the ticket: the one before may have died on production with it', () => {
    expect(granted('another:1').pendingOrders).toEqual(ready().pendingOrders);
  });
});

describe('a lock that is taken away', () => {
  const loss = {
    component: 'billing',
    token: 100,
    actor: 'U_VERA',
    reason: 'it hangs',
    via: 'slack',
    commandId: null,
    channel: null,
    saidAt: null,
  };
  const lose = (state: ReleaseState, token = 100): ReleaseState =>
    hear(state, { type: 'lockLost', payload: { ...loss, token, requestId: requestIdOf(state) } }, 20);

  it('sends a release that had not started back for a new good', () => {
    expect(lose(ready())).toMatchObject({ stage: 'awaiting_approval', votes: [], locks: [] });
  });

  it('leaves a release on production there, without its lock', () => {
    const state = lose(deploying());
    expect(state.pendingOrders.at(-1)).toEqual({
      type: 'release',
      component: 'billing',
      payload: { requestId: requestIdOf(state), token: null },
    });
    expect(statusOf(state, 21)).toMatchObject({
      stage: 'deploying',
      locks: [{ state: 'lost', token: null }],
    });
    expect(attempt(state, 'depFinish', { actor: 'U_DAN' }, nobodySpecial, 22).state.stage).toBe('finished');
  });

  it('is another one if its token is', () => {
    expect(lose(ready(), 99)).toEqual(ready());
  });
});

describe('a coordinator that lost its memory', () => {
  const ask = (state: ReleaseState): ReleaseState =>
    hear(state, { type: 'claimLocks', payload: { component: 'billing', epoch: 500 } }, 30);

  it('is told what a release holds, waits for, or has nothing of', () => {
    const claim = (state: ReleaseState) => ask(state).pendingOrders.at(-1);
    expect(claim(ready())).toMatchObject({
      type: 'claim',
      payload: { claim: { token: 100, started: false } },
    });
    expect(claim(deploying())).toMatchObject({ payload: { claim: { token: 100, started: true } } });
    expect(claim(queued())).toMatchObject({ payload: { claim: { token: null } } });
    expect(claim(awaiting())).toMatchObject({ payload: { claim: null } });
  });

  it('is the only one whose grants count from then on', () => {
    const state = ask(queued());
    const old = granted(state, 31, 499);
    expect(old.stage).toBe('queued');
    expect(old.pendingOrders.at(-1)).toMatchObject({ type: 'release', payload: { token: 499 } });
    expect(granted(state, 31, 500).stage).toBe('ready');
  });
});

describe('a release that is cancelled in Temporal on production', () => {
  const cancelled = (): ReleaseState => withdraw({ ...deploying(), pendingOrders: [] }, 20);

  it('tells its coordinators to keep its locks as those of a dead one, and claims them as long as it is open', () => {
    expect(cancelled()).toMatchObject({ stage: 'cancelled', locks: [{ state: 'held', token: 100 }] });
    expect(cancelled().pendingOrders).toMatchObject([
      { type: 'releaseGone', component: 'billing', payload: { releaseKey: 'key', deploying: true } },
    ]);
    const asking = hear(
      cancelled(),
      { type: 'claimLocks', payload: { component: 'billing', epoch: 50 } },
      21,
    );
    expect(asking.pendingOrders.at(-1)).toMatchObject({
      type: 'claim',
      payload: { epoch: 50, claim: { token: 100, started: true } },
    });
  });

  it('does not come back when its lock is taken away', () => {
    expect(unlocked(cancelled(), 22)).toMatchObject({ stage: 'cancelled', locks: [{ state: 'lost' }] });
  });
});

const unlocked = (state: ReleaseState, now: number): ReleaseState => {
  const grant = { component: 'billing', requestId: requestIdOf(state), token: 100 };
  return hear(
    state,
    {
      type: 'lockLost',
      payload: {
        ...grant,
        actor: 'U_OLEG',
        reason: 'x',
        via: null,
        commandId: null,
        channel: null,
        saidAt: null,
      },
    },
    now,
  );
};

describe('a release that loses its lock before it starts', () => {
  it('has as long as a new one to get the good again', () => {
    const late = 99 * hour;
    const state = unlocked(ready(), late);
    expect(state).toMatchObject({ stage: 'awaiting_approval', lastCommandAt: late });
    expect(passTime(state, late + 2 * hour).stage).toBe('awaiting_approval');
  });

  it('forgets the freezes of a line that it left, of whose end nobody would tell it', () => {
    const left = unlocked(frozen(ready(), 10, freeze(null)), 11);
    const again = attempt(left, 'accept', { actor: 'U_VERA' }, approver, 12).state;
    // A late message about the freeze, from the queue that it left.
    const turned = granted(frozen(again, 13, freeze(null)), 14, 200);
    expect(attempt(turned, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 15).state.stage).toBe('deploying');
  });
});
