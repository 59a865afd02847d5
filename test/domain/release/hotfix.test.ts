/** A release that an approver turns into a hotfix after its request. */
import { describe, expect, it } from 'vitest';
import { checked } from '../../../domain/release/checks.ts';
import { hear } from '../../../domain/release/locking.ts';
import { enter, requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { statusOf } from '../../../domain/release/status.ts';
import {
  rules,
  report,
  nobodySpecial,
  approver,
  attempt,
  asked,
  awaiting,
  queued,
  ready,
} from '../../support/billing-release.ts';

describe('hotfix', () => {
  const payload = { actor: 'U_VERA', reason: 'the shop is down' };
  const hurry = (state: ReleaseState, now = 9) => attempt(state, 'hotfix', payload, approver, now);

  it('asks for the lock again with its priority, and keeps the good and the place', () => {
    const before = queued();
    const { state } = hurry(before);
    expect(state).toMatchObject({ stage: 'queued', votes: before.votes, turn: before.turn });
    expect(state.pendingOrders.at(-1)).toMatchObject({
      type: 'acquire',
      payload: { priority: 'hotfix', since: before.queuedAt, requestId: requestIdOf(before) },
    });
    expect(statusOf(state, 9).priority).toBe('hotfix');
    expect(state.events.at(-1)).toMatchObject({
      type: 'madeHotfix',
      actor: 'U_VERA',
      facts: { reason: 'the shop is down' },
    });
  });

  it('is right once, of an approver, with a reason, before the release has its locks', () => {
    expect(hurry(hurry(queued()).state).refusal).toEqual({ code: 'alreadyHotfix', facts: {} });
    expect(attempt(queued(), 'hotfix', payload, nobodySpecial, 9).refusal?.code).toBe('notApprover');
    expect(attempt(queued(), 'hotfix', { actor: 'U_VERA' }, approver, 9).refusal?.code).toBe('missingReason');
    expect(hurry(ready()).refusal?.code).toBe('wrongStage');
    const before = queued();
    const grant = { component: 'billing', requestId: requestIdOf(before), token: 100 };
    const looking = hear(before, { type: 'lockGranted', payload: grant }, 3);
    expect(looking).toMatchObject({ stage: 'queued', locks: [{ state: 'held' }] });
    expect(hurry(looking).refusal).toEqual({
      code: 'wrongStage',
      facts: { command: 'hotfix', stage: 'queued' },
    });
  });

  it('stays, whatever its requester asks for again', () => {
    const failed = checked(asked(), 1, report(['qa']), 1);
    const again = attempt(hurry(failed).state, 'request', { actor: 'U_DAN' }, nobodySpecial, 10).state;
    expect(again).toMatchObject({ stage: 'checking', options: { hotfix: true } });
  });

  it('reminds round the clock from then on', () => {
    const friday = Date.parse('2030-01-04T18:59:00Z');
    const saturday = Date.parse('2030-01-05T12:00:00Z');
    const weekdays = { timezone: 'UTC', days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1140 };
    const state = enter(
      { ...awaiting(), rules: { ...rules, calendar: weekdays } },
      'awaiting_approval',
      friday,
    );
    const { afterMs } = rules.reminders.approvers;
    expect(state.nudging?.nextAt).toBeGreaterThan(saturday + afterMs);
    const hotfix = hurry(state, saturday).state;
    expect(hotfix.nudging).toMatchObject({ waitingSince: friday, nextAt: saturday + afterMs });
  });
});
