/** Approvals of a release: how many it needs, what each covers, and when one becomes void. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../domain/release/check-report.ts';
import { checked } from '../../../domain/release/checks.ts';
import { applyCommand, begin } from '../../../domain/release/commands.ts';
import { readCommand } from '../../../domain/messages/payload.ts';
import type { CommandSignal } from '../../../domain/command/commands.ts';
import type { CommandPayload } from '../../../domain/messages/payload.ts';
import type { Roles } from '../../../domain/release/command-context.ts';
import type { Difference } from '../../../domain/release/snapshot.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { statusOf } from '../../../domain/release/status.ts';
import { approvalsOf, lackingApproval } from '../../../domain/release/approvals.ts';
import { lifecycle } from '../../../domain/release/lifecycle.ts';
import { stepsFor } from '../../../domain/release/to-act.ts';
import { rules } from '../../support/scripted-activities.ts';

type Checked = Extract<CheckReport, { outcome: 'checked' }>;

/** `billing` needs two approvals, `db` one. Vera and Oleg approve both, Kim only `billing`, Max only `db`. */
const approves: Readonly<Record<string, readonly string[]>> = {
  U_VERA: ['billing', 'db'],
  U_OLEG: ['billing', 'db'],
  U_KIM: ['billing'],
  U_MAX: ['db'],
};
const report: Checked = {
  outcome: 'checked',
  title: 'A title',
  url: 'https://t.example.com/PAY-1',
  missingSigns: [],
  evidence: { qa: true, releaseDocs: 'https://wiki.example.com/1' },
  scope: {
    components: ['billing', 'db'],
    unknownComponents: [],
    leftOut: [],
    locks: [
      { component: 'billing', mode: 'exclusive' },
      { component: 'db', mode: 'exclusive' },
    ],
    adminNeeded: false,
    approvals: [
      { component: 'billing', needed: 2 },
      { component: 'db', needed: 1 },
    ],
  },
  rules,
};
const rolesOf = (user: string): Roles => {
  const components = approves[user] ?? [];
  return { approver: components.length > 0, approves: components, admin: false };
};

function attempt(state: ReleaseState, signal: CommandSignal, payload: CommandPayload, now = 10) {
  const command = readCommand(signal, payload);
  if (command === null) throw new Error('The test sends a malformed command.');
  const outcome = applyCommand(state, command, rolesOf(payload.actor), now);
  return outcome.ok ? { state: outcome.state, refusal: null } : { state, refusal: outcome.refusal };
}

/** Which approvers have a button to accept, and whose approval would be taken. */
function invited(state: ReleaseState) {
  const users = Object.keys(approves);
  return {
    asked: users.filter((user) => {
      const standing = { user, approves: approves[user] ?? [], calledAsAdmin: false };
      return stepsFor(statusOf(state, 10), standing).includes('accept');
    }),
    granted: users.filter((actor) => attempt(state, 'accept', { actor }).refusal === null),
  };
}

function ask(found: CheckReport = report): ReleaseState {
  const command = readCommand('request', { actor: 'U_DAN' });
  if (command === null) throw new Error('The test sends a malformed command.');
  return checked(begin('PAY-1', 'key', rules, command, 0), 1, found, 1);
}
const accept = (state: ReleaseState, ...users: string[]): ReleaseState =>
  users.reduce((now, actor) => attempt(now, 'accept', { actor }).state, state);
/** Checks again, with this result. */
const recheck = (state: ReleaseState, found: CheckReport): ReleaseState => {
  const checking = attempt(state, 'recheck', { actor: 'U_DAN' }).state;
  return checked(checking, checking.checks.number, found, 20);
};
const voters = ({ votes }: ReleaseState) => votes.map(({ user }) => user);
const types = ({ events }: ReleaseState) => events.map(({ type }) => type);

describe('the good', () => {
  it('is complete when each component has its number of approvals', () => {
    const first = accept(ask(), 'U_VERA');
    expect(statusOf(first, 10)).toMatchObject({
      stage: 'awaiting_approval',
      waitingFor: 'good',
      acceptedBy: ['U_VERA'],
      approvals: [
        { component: 'billing', needed: 2, given: 1 },
        { component: 'db', needed: 1, given: 1 },
      ],
    });
    expect(first.events.at(-1)).toMatchObject({ type: 'voted', actor: 'U_VERA', facts: { approvals: {} } });
    const second = attempt(first, 'accept', { actor: 'U_KIM' }, 77).state;
    expect(second).toMatchObject({ stage: 'queued', queuedAt: 77 });
    expect(voters(second)).toEqual(['U_VERA', 'U_KIM']);
    expect(types(second).slice(-2)).toEqual(['voted', 'accepted']);
  });

  it.each([
    [['U_KIM', 'U_MAX'], 'awaiting_approval'],
    [['U_KIM', 'U_MAX', 'U_OLEG'], 'queued'],
    [['U_KIM', 'U_OLEG'], 'queued'],
    [['U_VERA', 'U_VERA'], 'awaiting_approval'],
    [['U_MAX'], 'awaiting_approval'],
    [['U_DAN', 'U_EVE'], 'awaiting_approval'],
  ])('of %j leads to %s', (users, stage) => {
    expect(accept(ask(), ...users).stage).toBe(stage);
  });

  it('is asked of those alone from whom it would be taken', () => {
    const handed = (state: ReleaseState, ...users: readonly string[]) =>
      users.reduce((now, user) => attempt(now, 'handover', { actor: 'U_VERA', user }).state, state);
    const generous = { ...ask(), rules: { ...rules, selfAccept: true } };
    for (const [state, expected] of [
      [ask(), ['U_VERA', 'U_OLEG', 'U_KIM', 'U_MAX']],
      [accept(ask(), 'U_VERA'), ['U_OLEG', 'U_KIM']],
      [handed(ask(), 'U_OLEG', 'U_DAN'), ['U_VERA', 'U_KIM', 'U_MAX']],
      [handed(generous, 'U_OLEG'), ['U_VERA', 'U_OLEG', 'U_KIM', 'U_MAX']],
      [accept(generous, 'U_VERA', 'U_OLEG'), []],
    ] as const) {
      expect(invited(state)).toEqual({ asked: expected, granted: expected });
    }
  });

  it.each([
    ['twice', ['U_VERA'], 'U_VERA', { code: 'alreadyVoted', facts: {} }],
    ['for what has it', ['U_MAX'], 'U_MAX', { code: 'alreadyVoted', facts: {} }],
    [
      'where only others can help',
      ['U_VERA'],
      'U_MAX',
      { code: 'voteNotNeeded', facts: { lacking: ['billing'] } },
    ],
    ['by whom it is nothing to', [], 'U_EVE', { code: 'notApprover', facts: {} }],
  ])('given %s is refused', (_, before, actor, refusal) => {
    const state = accept(ask(), ...before);
    expect(attempt(state, 'accept', { actor })).toEqual({ state, refusal });
  });

  it('may be given while it is checked again, and counts if that finds the same', () => {
    const checking = attempt(accept(ask(), 'U_VERA'), 'recheck', { actor: 'U_DAN' }).state;
    const given = attempt(checking, 'accept', { actor: 'U_OLEG' }).state;
    expect(given.stage).toBe('queued');
    expect(checked(given, given.checks.number, report, 20).stage).toBe('queued');
    const other = { ...report, url: 'https://t.example.com/PAY-2' };
    expect(checked(given, given.checks.number, other, 20)).toMatchObject({
      stage: 'awaiting_approval',
      votes: [],
    });
  });

  it('whoever gives it, in whatever order: is complete exactly when no component lacks it', () => {
    const user = fc.constantFrom('U_VERA', 'U_OLEG', 'U_KIM', 'U_MAX', 'U_EVE', 'U_DAN');
    const needed = fc.record({ billing: fc.integer({ min: 1, max: 3 }), db: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(user, { maxLength: 12 }), needed, (users, numbers) => {
        const approvals = Object.entries(numbers).map(([component, number]) => ({
          component,
          needed: number,
        }));
        const state = accept(ask({ ...report, scope: { ...report.scope, approvals } }), ...users);
        const lacking = lackingApproval(approvalsOf(state));
        expect(lifecycle[state.stage].approved).toBe(lacking.length === 0);
        expect(new Set(voters(state)).size).toBe(state.votes.length);
        // Every approver who could still help was accepted.
        const helpful = users.filter((other) => approves[other]?.some((name) => lacking.includes(name)));
        expect(helpful.every((other) => voters(state).includes(other))).toBe(true);
      }),
    );
  });
});

const docs = report.evidence['releaseDocs'] as string;

describe('a vote, when its release is checked again,', () => {
  const voted = () => accept(ask(), 'U_VERA');

  it('stands if the checks find the same, in whatever order, or only another title', () => {
    const { scope } = report;
    const same = { ...scope, components: [...scope.components].reverse() };
    const state = recheck(voted(), { ...report, title: 'Another title', scope: same });
    expect(state.stage).toBe('awaiting_approval');
    expect(voters(state)).toEqual(['U_VERA']);
    expect(types(state).slice(-1)).toEqual(['rechecked']);
  });

  it.each<[string, Partial<Checked>, readonly Difference[]]>([
    [
      'evidence',
      { evidence: { ...report.evidence, releaseDocs: 'https://wiki.example.com/2' } },
      [{ aspect: 'releaseDocs', before: docs, after: 'https://wiki.example.com/2' }],
    ],
    ['signs', { evidence: { qa: true } }, [{ aspect: 'releaseDocs', before: docs, after: null }]],
    [
      'components',
      { scope: { ...report.scope, components: ['billing'] } },
      [{ aspect: 'components', before: 'billing, db', after: 'billing' }],
    ],
    [
      'locks',
      { scope: { ...report.scope, locks: [] } },
      [{ aspect: 'locks', before: 'billing, db', after: null }],
    ],
    [
      'address',
      { url: 'https://t.example.com/PAY-2' },
      [{ aspect: 'url', before: report.url, after: 'https://t.example.com/PAY-2' }],
    ],
  ])('is void if they find other %s', (_, found, differences) => {
    const state = recheck(voted(), { ...report, ...found });
    expect(state).toMatchObject({ stage: 'awaiting_approval', votes: [] });
    const lost = state.events.find(({ type }) => type === 'votesVoided');
    expect(lost?.facts).toEqual({ voters: ['U_VERA'], cause: 'changed', differences });
    expect(attempt(state, 'accept', { actor: 'U_VERA' }).refusal).toBeNull();
  });

  it.each<[string, CheckReport]>([
    ['fail', { ...report, missingSigns: ['qa'], evidence: { ...report.evidence, qa: null } }],
    ['do not find it', { outcome: 'unknownTicket' }],
  ])('is void if they %s', (_, found) => {
    const state = recheck(voted(), found);
    expect(state).toMatchObject({ stage: 'needs_work', votes: [] });
    expect(state.events.find(({ type }) => type === 'votesVoided')).toMatchObject({
      facts: { cause: 'failed' },
    });
  });

  it('stands while they cannot run', () => {
    const down = recheck(voted(), { outcome: 'unavailable', message: 'down', scope: report.scope });
    expect(down).toMatchObject({ stage: 'awaiting_approval', votes: voted().votes });
  });

  it('is void if it was given without checks, which then find something', () => {
    const request = readCommand('request', { actor: 'U_DAN', components: ['billing', 'db'] });
    if (request === null) throw new Error('The test sends a malformed command.');
    const asked = begin('PAY-1', 'key', rules, request, 0);
    const down = checked(asked, 1, { outcome: 'unavailable', message: 'down', scope: report.scope }, 1);
    const passed = attempt(down, 'override', { actor: 'U_OLEG', reason: 'urgent' }).state;
    expect(recheck(accept(passed, 'U_VERA'), report).votes).toEqual([]);
  });

  it('is enough if fewer are needed now', () => {
    const approvals = [{ component: 'billing', needed: 1 }, ...report.scope.approvals.slice(1)];
    const state = recheck(voted(), { ...report, scope: { ...report.scope, approvals } });
    expect(state).toMatchObject({ stage: 'queued', queuedAt: 20 });
  });
});

describe('an override', () => {
  const failing = { ...report, missingSigns: ['qa'] } as const;
  const override = (state: ReleaseState, actor: string) =>
    attempt(state, 'override', { actor, reason: 'urgent' });

  it('takes four eyes, too: none who ever was its requester lets it pass', () => {
    const handed = attempt(ask(failing), 'handover', { actor: 'U_DAN', user: 'U_OLEG' }).state;
    const back = attempt(handed, 'handover', { actor: 'U_OLEG', user: 'U_DAN' }).state;
    for (const state of [handed, back]) {
      expect(override(state, 'U_OLEG').refusal).toEqual({ code: 'ownOverride', facts: {} });
      expect(override(state, 'U_VERA').state.stage).toBe('awaiting_approval');
    }
  });

  it('takes no more than an approver where the rules allow their own', () => {
    const found = { ...failing, rules: { ...rules, selfAccept: true } };
    const handed = attempt(ask(found), 'handover', { actor: 'U_DAN', user: 'U_OLEG' }).state;
    expect(override(handed, 'U_OLEG').refusal).toBeNull();
  });
});

describe('a handover to somebody who voted', () => {
  const to = (user: string) => ({ actor: 'U_DAN', user });

  it('takes back their vote only, and with it the good', () => {
    const state = attempt(accept(ask(), 'U_VERA', 'U_KIM'), 'handover', to('U_KIM')).state;
    expect(state).toMatchObject({ stage: 'awaiting_approval', locks: [] });
    expect(voters(state)).toEqual(['U_VERA']);
    expect(attempt(state, 'accept', { actor: 'U_KIM' }).refusal).toEqual({ code: 'ownRelease', facts: {} });
    expect(accept(state, 'U_OLEG').stage).toBe('queued');
  });

  it('leaves the good where it is complete without them', () => {
    const state = attempt(accept(ask(), 'U_MAX', 'U_VERA', 'U_KIM'), 'handover', to('U_MAX')).state;
    expect(state.stage).toBe('queued');
    expect(voters(state)).toEqual(['U_VERA', 'U_KIM']);
    expect(state.events.at(-1)).toMatchObject({ type: 'handedOver', facts: { goodVoided: false } });
  });
});
