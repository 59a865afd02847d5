/** Whom a release waits for, which decides the buttons of their App Home. */
import { describe, expect, it } from 'vitest';
import { blankStatus } from '../../../domain/release/status.ts';
import type { ReleaseSummary } from '../../../domain/release/status.ts';
import { stepsFor } from '../../../domain/release/to-act.ts';
import type { PersonalRoles } from '../../../domain/release/to-act.ts';

const release = (of: Partial<ReleaseSummary>): ReleaseSummary => ({
  ...blankStatus('PAY-1', 0),
  requester: 'U_DAN',
  components: ['billing', 'ledger'],
  admin: { needed: true, user: null },
  waitingFor: null,
  ...of,
});
const somebody: PersonalRoles = { user: 'U_VERA', approves: [], calledAsAdmin: false };
const approver: PersonalRoles = { ...somebody, approves: ['billing'] };
const requester: PersonalRoles = { ...somebody, user: 'U_DAN' };

describe('a release that waits for the good', () => {
  const lacking = (...components: readonly string[]) =>
    release({
      stage: 'awaiting_approval',
      approvals: ['billing', 'ledger'].map((component) => ({
        component,
        needed: 1,
        given: components.includes(component) ? 0 : 1,
      })),
    });

  it.each<[string, ReleaseSummary, PersonalRoles, readonly string[]]>([
    ['an approver whose good is missing', lacking('billing'), approver, ['accept', 'reject']],
    ['an approver of what has its good', lacking('ledger'), approver, []],
    ['an approver who may not', { ...lacking('billing'), cannotVote: ['U_VERA'] }, approver, []],
    ['anybody else', lacking('billing'), somebody, []],
  ])('for %s', (_, waits, standing, steps) => {
    expect(stepsFor(waits, standing)).toEqual(steps);
  });
});

it('waits for whoever is called as its admin, then for both who may start and end it', () => {
  const asking = release({ stage: 'awaiting_admin' });
  expect(stepsFor(asking, { ...somebody, calledAsAdmin: true })).toEqual(['adminHere']);
  expect(stepsFor(asking, requester)).toEqual([]);
  const ready = release({ stage: 'ready', admin: { needed: true, user: 'U_VERA' } });
  for (const standing of [requester, somebody]) {
    expect(stepsFor(ready, standing)).toEqual(['depStart']);
    expect(stepsFor({ ...ready, waitingFor: 'freeze' }, standing)).toEqual([]);
    expect(stepsFor({ ...ready, stage: 'deploying' }, standing)).toEqual(['depFinish', 'depRollback']);
  }
  expect(stepsFor(ready, { ...approver, user: 'U_EVA', calledAsAdmin: true })).toEqual([]);
});

it('waits for its requester when its checks failed, and for nobody while it is in line', () => {
  const failed = release({ stage: 'needs_work', admin: { needed: true, user: 'U_VERA' } });
  expect(stepsFor(failed, requester)).toEqual(['recheck']);
  expect(stepsFor(failed, somebody)).toEqual([]);
  expect(stepsFor(release({ stage: 'queued' }), requester)).toEqual([]);
  expect(stepsFor(release({ stage: 'finished' }), requester)).toEqual([]);
});
