import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { People } from '../../activities/people.ts';
import { roleHoldersFor } from '../../activities/role-holders-for.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { LockAnswer } from '../../domain/lock/events.ts';

/** The people named when the lock of `billing`, which has an admin of its own, refuses a command. */
async function named(answer: LockAnswer) {
  const settings = await loadSettings('dobrobot.yaml');
  const billing = { critical: true, admin: true, dependsOn: [], approvers: null, approvals: 1 };
  const own = { ...settings, components: { billing: { ...billing, admins: ['U_OWN'] } } };
  const people = new People(new WebClient(), () => undefined);
  const notice = { kind: 'lockAnswer', id: 'a', tried: false, component: 'billing', actor: 'U_OWN' } as const;
  return roleHoldersFor({ ...notice, replyTo: null, answer }, own, people, 0);
}

const refusal = (all: boolean): LockAnswer => ({ done: false, code: 'notApproverOrAdmin', facts: { all } });

it('names the people of the component where one of them may do it', async () => {
  expect((await named(refusal(false))).admins).toContain('U_OWN');
});

it('does not name them where it takes a role for everything', async () => {
  expect((await named(refusal(true))).admins).not.toContain('U_OWN');
});
