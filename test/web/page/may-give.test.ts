import { describe, expect, it } from 'vitest';
import { mayOperate, stepsOfActor } from '../../../web/page/may-give.ts';
import type { OwnRelease } from '../../../web/page/may-give.ts';

const component = {
  ...{ critical: true, dependsOn: [], approvers: ['U_VERA'], admins: ['U_ADAM'] },
  operators: ['U_VERA', 'U_ADAM', 'U_GENERAL'],
};
const components = [
  { ...component, name: 'billing' },
  { ...component, name: 'ledger', approvers: ['U_OLEG'], admins: ['S_OPS'] },
];
const release = (stage: OwnRelease['stage'], more: Partial<OwnRelease> = {}): OwnRelease => ({
  ...{ stage, requester: 'U_DEV', admin: null, components: ['billing'] },
  ...more,
});

describe('what somebody may do with a release', () => {
  it.each([
    ['U_DEV', release('awaiting_approval'), ['recheck', 'cancel']],
    ['U_VERA', release('awaiting_approval'), ['accept', 'reject', 'recheck', 'cancel']],
    ['U_OLEG', release('awaiting_approval'), []],
    [
      'U_OLEG',
      release('awaiting_approval', { components: ['billing', 'ledger'] }),
      ['accept', 'reject', 'recheck', 'cancel'],
    ],
    ['U_ADAM', release('awaiting_admin'), ['adminHere']],
    ['U_DEV', release('ready'), ['depStart', 'cancel']],
    ['U_ADAM', release('ready', { admin: 'U_ADAM' }), ['depStart']],
    ['U_ADAM', release('ready'), []],
    ['U_DEV', release('deploying'), ['depFinish', 'depRollback']],
    ['U_VERA', release('deploying'), []],
    ['U_DEV', release('finished'), []],
    // The page does not know the members of user groups.
    ['U_EVA', release('awaiting_admin', { components: ['ledger'] }), ['adminHere']],
  ] as const)('follows from role and stage: %s, %j', (actor, one, steps) => {
    expect(stepsOfActor(one, actor, components)).toEqual(steps);
  });

  it('is to freeze and unlock for whoever may operate it', () => {
    const [billing = { ...component, name: '' }] = components;
    expect(mayOperate('U_ADAM', [billing])).toBe(true);
    expect(mayOperate('U_GENERAL', [billing])).toBe(true);
    expect(mayOperate('U_DEV', [billing])).toBe(false);
  });
});
