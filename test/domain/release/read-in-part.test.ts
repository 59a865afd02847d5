/** Checks that cannot tell: what is known all the same counts, and an override passes the rest. */
import { describe, expect, it } from 'vitest';
import type { CommandPayload } from '../../../domain/messages/payload.ts';
import { checked } from '../../../domain/release/checks.ts';
import type { CheckReport } from '../../../domain/release/check-report.ts';
import type { Evidence, SignFinding } from '../../../domain/release/evidence.ts';
import { applyCommand, begin } from '../../../domain/release/commands.ts';
import { hear } from '../../../domain/release/locking.ts';
import type { CheckedItem } from '../../../domain/release/snapshot.ts';
import { requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { approver, attempt, command, nobodySpecial, rules, scope } from '../../support/billing-release.ts';

type Unavailable = Extract<CheckReport, { outcome: 'unavailable' }>;
const url = 'https://t.example.com/PAY-1';
const unclear: SignFinding = {
  outcome: 'cannotTell',
  why: { why: 'failed', reason: 'HTTP 500' },
  message: null,
  warn: false,
};
const itemOf = (evidence: Evidence, key = 'PAY-1'): CheckedItem => ({
  item: { kind: 'ticket', key },
  title: 'A title',
  url,
  evidence,
});
const unclearAs = (scoped: Partial<Unavailable['scope']> = {}, evidence: Evidence = {}): Unavailable => ({
  outcome: 'unavailable',
  message: 'Release documentation: HTTP 500',
  scope: { ...scope, ...scoped },
  items: [itemOf({ qa: true, releaseDocs: unclear, ...evidence })],
});
const nothing = { components: [], locks: [], approvals: [] };
/** The tracker itself is away. */
const away = (scoped: Partial<Unavailable['scope']> = nothing): CheckReport => ({
  outcome: 'unavailable',
  message: 'no tracker',
  scope: { ...scope, ...scoped },
});
const asked = (payload: Partial<CommandPayload> = {}): ReleaseState =>
  begin('PAY-1', 'key', rules, command('request', { actor: 'U_DAN', ...payload }), 0);
const found = (state: ReleaseState, report: CheckReport, now = 1): ReleaseState =>
  checked(state, state.checks.number, report, now);
const override = (state: ReleaseState) =>
  attempt(state, 'override', { actor: 'U_VERA', reason: 'urgent' }, approver, 9);
const passedFacts = (state: ReleaseState) =>
  state.events.findLast(({ type }) => type === 'overridden')?.facts;

describe('checks that cannot tell one sign', () => {
  it('keep the release in checking, which says what it touches', () => {
    const state = found(asked(), unclearAs());
    expect(state).toMatchObject({ stage: 'checking', components: ['billing'], checks: { running: true } });
    expect(state.neededLocks).toEqual(scope.locks);
    expect(state.problems).toBeNull();
  });

  it('are passed by an override, which names what is known to be missing and left out', () => {
    const { state } = override(found(asked(), unclearAs({ leftOut: ['db'] }, { qa: null })));
    expect(state).toMatchObject({ stage: 'awaiting_approval', components: ['billing'], snapshot: null });
    expect(passedFacts(state)).toMatchObject({ what: 'checks', missingSigns: ['qa'], leftOut: ['db'] });
    expect(state.problems).toMatchObject({ missingSigns: ['qa'], leftOut: ['db'] });
  });

  it('forget what they knew once they run anew, or find everything', () => {
    const state = found(asked(), unclearAs({ leftOut: ['db'] }, { qa: null }));
    expect(found(state, unclearAs(), 2).checks.known).toBeNull();
    const passed = found(state, { ...unclearAs(), ...whole }, 2);
    expect(passed).toMatchObject({ stage: 'awaiting_approval', problems: null, checks: { known: null } });
    const again = attempt(
      found(asked(), unclearAs({}, { qa: null })),
      'recheck',
      { actor: 'U_DAN' },
      approver,
      2,
    );
    expect(again.state.checks.known).toBeNull();
  });
});

const whole = {
  outcome: 'checked',
  title: 'A title',
  url,
  missingSigns: [],
  evidence: { qa: true, releaseDocs: 'https://w.example.com/1' },
  items: [itemOf({ qa: true, releaseDocs: 'https://w.example.com/1' })],
  rules,
} as const;

describe('a component that nobody knows', () => {
  it.each([
    ['the tracker is away', away],
    ['one sign cannot be told', unclearAs],
  ])('is in the way of an override where %s', (_, report) => {
    const components = ['billing', 'dbb'];
    const unknownComponents = ['dbb'];
    const state = found(asked({ components }), report({ ...scope, unknownComponents }));
    expect(override(state).refusal).toEqual({ code: 'componentsUnknown', facts: { unknown: ['dbb'] } });
    const mended = attempt(state, 'request', { actor: 'U_DAN', components: ['billing'] }, nobodySpecial, 2);
    expect(mended.state).toMatchObject({ stage: 'checking', checks: { number: 2, down: false } });
    expect(override(found(mended.state, report(scope), 3)).state.stage).toBe('awaiting_approval');
  });

  it('is not what an earlier request named, if a later one did not', () => {
    const failed = found(asked({ components: ['dbb'] }), {
      ...whole,
      scope: { ...scope, ...nothing, unknownComponents: ['dbb'] },
    });
    expect(failed.stage).toBe('needs_work');
    const again = attempt(failed, 'request', { actor: 'U_DAN', components: ['billing'] }, nobodySpecial, 2);
    expect(override(found(again.state, away(scope), 3)).state.stage).toBe('awaiting_approval');
  });

  it('is no matter if a ticket names it besides one of ours', () => {
    const state = found(asked(), unclearAs({ unknownComponents: ['backend'] }));
    expect(override(state).state.stage).toBe('awaiting_approval');
  });
});

describe('a request of which nobody knows what it touches, while the tracker is away', () => {
  const down = () => found(asked(), away());
  const naming = (payload: CommandPayload, state = down()) =>
    attempt(state, 'request', payload, nobodySpecial, 2);

  it('may be made once more by its requester, who names that', () => {
    expect(override(down()).refusal).toEqual({ code: 'componentsUnknown', facts: {} });
    const { state } = naming({ actor: 'U_DAN', components: ['billing'] });
    expect(state).toMatchObject({ stage: 'checking', options: { components: ['billing'] } });
    expect(override(found(state, away(scope), 3)).state).toMatchObject({
      stage: 'awaiting_approval',
      components: ['billing'],
    });
  });

  it.each<[string, CommandPayload, ReleaseState | undefined]>([
    ['by anybody else', { actor: 'U_EVE', components: ['billing'] }, undefined],
    ['without components', { actor: 'U_DAN', noNeedAdmin: true }, undefined],
    ['while the checks run', { actor: 'U_DAN', components: ['billing'] }, asked()],
    ['once that is known', { actor: 'U_DAN', components: ['db'] }, found(asked(), unclearAs())],
  ])('is asked for already %s', (_, payload, state) => {
    expect(naming(payload, state).refusal).toMatchObject({ code: 'alreadyAsked' });
  });

  it('takes no other tickets by that', () => {
    const tickets = ['PAY-1', 'PAY-2'];
    expect(naming({ actor: 'U_DAN', components: ['billing'], tickets }).refusal).toMatchObject({
      code: 'otherTickets',
    });
  });
});

describe('a good that was given for what is known to be otherwise, while another sign cannot be told', () => {
  const good = { ...whole, scope };
  const accept = (state: ReleaseState) => attempt(state, 'accept', { actor: 'U_VERA' }, approver, 2).state;
  const turn = (state: ReleaseState): ReleaseState => {
    const payload = { component: 'billing', requestId: requestIdOf(state), token: 100 };
    return hear(state, { type: 'lockGranted', payload }, 3);
  };
  const ready = () => found(turn(accept(found(asked(), good))), good, 4);
  const starting = () => {
    const outcome = applyCommand(ready(), command('depStart', { actor: 'U_DAN' }), nobodySpecial, 5);
    return outcome.ok ? outcome.state : expect.unreachable();
  };
  const withoutQa = unclearAs({}, { qa: null });

  it.each<[string, () => ReleaseState]>([
    ['at the start', starting],
    ['at the turn', () => turn(accept(found(asked(), good)))],
    ['by a recheck', () => attempt(ready(), 'recheck', { actor: 'U_VERA' }, approver, 5).state],
  ])('is void %s', (_, looked) => {
    const state = found(looked(), withoutQa, 6);
    expect(state).toMatchObject({
      stage: 'needs_work',
      votes: [],
      locks: [],
      problems: { missingSigns: ['qa'] },
      checks: { running: false, foundAt: looked().checks.foundAt },
      snapshot: { evidence: { qa: null, releaseDocs: 'https://w.example.com/1' } },
    });
    const voided = state.events.findLast(({ type }) => type === 'votesVoided');
    expect(voided?.facts).toMatchObject({ differences: [{ aspect: 'qa', before: 'done', after: null }] });
  });

  it('refuses the start, with what differs', () => {
    expect(
      attempt(found(starting(), withoutQa, 6), 'depStart', { actor: 'U_DAN' }, nobodySpecial, 7),
    ).toMatchObject({
      refusal: { code: 'changedMeanwhile', facts: { differences: [{ aspect: 'qa' }] } },
    });
  });

  it.each<[string, Unavailable, string]>([
    ['the code', unclearAs({}, { qa: 'https://qa.example.com/2' }), 'qa'],
    ['a lock', unclearAs({ locks: [{ component: 'db', mode: 'shared' }, ...scope.locks] }), 'locks'],
    ['the components', unclearAs({ components: ['billing', 'web'] }), 'components'],
  ])('is void if %s differs and nothing is missing: it waits for another one', (_, report, aspect) => {
    const state = found(starting(), report, 6);
    expect(state).toMatchObject({ stage: 'awaiting_approval', votes: [], locks: [], problems: null });
    const voided = state.events.findLast(({ type }) => type === 'votesVoided');
    expect(voided?.facts).toMatchObject({ cause: 'changed', differences: [{ aspect }] });
  });

  it('stands if nothing else differs, whatever cannot be told', () => {
    const state = found(starting(), unclearAs(), 6);
    expect(state).toMatchObject({ stage: 'ready', votes: [{ user: 'U_VERA' }], checks: { down: true } });
    const { state: started } = attempt(state, 'depStart', { actor: 'U_DAN' }, nobodySpecial, 7);
    expect(started.stage).toBe('deploying');
  });

  it('takes no more approvals for a sign that has gone missing', () => {
    const waiting = attempt(found(asked(), good), 'recheck', { actor: 'U_DAN' }, approver, 2).state;
    expect(found(waiting, unclearAs(), 3)).toMatchObject({
      stage: 'awaiting_approval',
      checks: { running: true },
    });
    expect(found(waiting, withoutQa, 3)).toMatchObject({ stage: 'needs_work', checks: { running: false } });
  });

  it('does not fall for what an override let pass while that sign could not be told', () => {
    const overridden = override(found(asked(), unclearAs({}, { qa: null }))).state;
    const looked = turn(accept(overridden));
    expect(found(looked, withoutQa, 6)).toMatchObject({ stage: 'ready', checks: { down: true } });
    const more = found(looked, unclearAs({}, { qa: null, codeReview: null }), 6);
    expect(more).toMatchObject({ stage: 'needs_work', problems: { missingSigns: ['codeReview', 'qa'] } });
  });

  it('does not fall for what an override let pass in needs_work either', () => {
    const fallen = found(starting(), withoutQa, 6);
    const looked = turn(accept(override(fallen).state));
    expect(found(looked, withoutQa, 10).stage).toBe('ready');
  });

  it('of two tickets falls by the one of which the sign is known', () => {
    const begun = begin(
      'PAY-1',
      'key',
      rules,
      command('request', { actor: 'U_DAN', tickets: ['PAY-1', 'PAY-2'] }),
      0,
    );
    const two = (first: SignFinding, second: SignFinding) => [
      itemOf({ qa: first }),
      itemOf({ qa: second }, 'PAY-2'),
    ];
    const looked = turn(accept(found(begun, { ...good, evidence: { qa: true }, items: two(true, true) })));
    expect(found(looked, { ...unclearAs(), items: two(true, unclear) }, 6).stage).toBe('ready');
    const state = found(looked, { ...unclearAs(), items: two(null, unclear) }, 6);
    expect(state).toMatchObject({
      stage: 'needs_work',
      problems: { missingOf: [{ ticket: 'PAY-1', signs: ['qa'] }] },
    });
  });
});
