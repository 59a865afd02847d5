/** A release of one critical component at each step of its life, produced by the rules alone. */
import { applyCommand, begin } from '../../domain/release/commands.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import { checked } from '../../domain/release/checks.ts';
import type { Roles } from '../../domain/release/command-context.ts';
import { hear } from '../../domain/release/locking.ts';
import { requestIdOf } from '../../domain/release/state.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import type { CommandPayload } from '../../domain/messages/payload.ts';
import type { ReleaseRules } from '../../domain/settings.ts';

const hour = 3_600_000;
const reminder = { afterMs: hour, everyMs: hour, escalateAfterMs: null, escalateTo: [] };
export const rules: ReleaseRules = {
  calendar: { timezone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 },
  selfAccept: false,
  expireAfterMs: 100 * hour,
  checkedWithinMs: 3_600_000,
  holdForMs: 2 * hour,
  reminders: { approvers: reminder, admins: reminder, requester: reminder, deploying: reminder },
};
export const scope = {
  components: ['billing'],
  unknownComponents: [],
  leftOut: [],
  locks: [{ component: 'billing', mode: 'exclusive' as const }],
  adminNeeded: false,
  approvals: [{ component: 'billing', needed: 1 }],
};
export const report = (missingSigns: readonly 'qa'[] = []): CheckReport => ({
  outcome: 'checked',
  title: 'A title',
  url: 'https://t.example.com/PAY-1',
  missingSigns,
  evidence: missingSigns.includes('qa') ? { qa: null } : { qa: true },
  scope,
  rules,
});

export const nobodySpecial: Roles = { approver: false, approves: [], admin: false };
export const approver: Roles = { approver: true, approves: ['billing'], admin: false };

export function command(signal: CommandSignal, payload: CommandPayload) {
  const read = readCommand(signal, payload);
  if (read === null) throw new Error('The test sends a malformed command.');
  return read;
}

export function attempt(
  state: ReleaseState,
  signal: CommandSignal,
  payload: CommandPayload,
  roles: Roles,
  now: number,
) {
  const outcome = applyCommand(state, command(signal, payload), roles, now, true);
  return outcome.ok ? { state: outcome.state, refusal: null } : { state, refusal: outcome.refusal };
}

export const asked = (): ReleaseState =>
  begin('PAY-1', 'key', rules, command('request', { actor: 'U_DAN' }), 0);
export const awaiting = (): ReleaseState => checked(asked(), 1, report(), 1);
export const queued = (): ReleaseState =>
  attempt(awaiting(), 'accept', { actor: 'U_VERA' }, approver, 2).state;
/** With its lock, of which its checks found the same once more. */
export function granted(state: ReleaseState, now: number, token = 100): ReleaseState {
  const payload = { component: 'billing', requestId: requestIdOf(state), token };
  const looked = hear(state, { type: 'lockGranted', payload }, now);
  return checked(looked, looked.checks.number, report(), now);
}
export const ready = (): ReleaseState => granted(queued(), 3);
