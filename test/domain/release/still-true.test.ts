/** What goes out is still what was approved: the checks run again at the turn and at the start. */
import { describe, expect, it } from 'vitest';
import type { CommandSignal } from '../../../domain/command/commands.ts';
import { readCommand } from '../../../domain/messages/payload.ts';
import type { CommandPayload } from '../../../domain/messages/payload.ts';
import type { Roles } from '../../../domain/release/command-context.ts';
import { longestPrecheckMs } from '../../../domain/release/check-run.ts';
import { checked } from '../../../domain/release/checks.ts';
import type { CheckReport } from '../../../domain/release/check-report.ts';
import { applyCommand, begin } from '../../../domain/release/commands.ts';
import { hear } from '../../../domain/release/locking.ts';
import { requestIdOf } from '../../../domain/release/state.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { statusOf } from '../../../domain/release/status.ts';
import { nextDeadline, passTime } from '../../../domain/release/time.ts';
import { rules } from '../../support/scripted-activities.ts';

type Checked = Extract<CheckReport, { outcome: 'checked' }>;
const hour = 3_600_000;

const report: Checked = {
  outcome: 'checked',
  title: 'A title',
  url: 'https://t.example.com/PAY-1',
  missingSigns: [],
  evidence: { qa: true },
  scope: {
    components: ['web'],
    unknownComponents: [],
    leftOut: [],
    locks: [{ component: 'web', mode: 'exclusive' }],
    adminNeeded: false,
    approvals: [{ component: 'web', needed: 1 }],
  },
  rules,
};
const scoped = (scope: Partial<Checked['scope']>): Checked => ({
  ...report,
  scope: { ...report.scope, ...scope },
});
const withoutQa: Checked = { ...report, missingSigns: ['qa'], evidence: { qa: null } };
const down: CheckReport = { outcome: 'unavailable', message: 'away', scope: report.scope };
const db = { component: 'db', mode: 'shared' } as const;
const all: Roles = { approver: true, approves: ['web', 'db'], admin: true };

function applied(
  state: ReleaseState,
  signal: CommandSignal,
  payload: CommandPayload,
  now: number,
  looked = false,
) {
  const command = readCommand(signal, payload);
  if (command === null) throw new Error('The test sends a malformed command.');
  return applyCommand(state, command, all, now, looked);
}
function after(
  state: ReleaseState,
  signal: CommandSignal,
  payload: CommandPayload,
  now: number,
): ReleaseState {
  const outcome = applied(state, signal, payload, now);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.state;
}
const found = (state: ReleaseState, what: CheckReport, now: number): ReleaseState =>
  checked(state, state.checks.number, what, now);

const asked = (components?: readonly string[]): ReleaseState => {
  const command = readCommand('request', { actor: 'U_DAN', ...(components ? { components } : {}) });
  if (command === null) throw new Error('The test sends a malformed command.');
  return begin('PAY-1', 'key', rules, command, 0);
};
const queued = (): ReleaseState => after(found(asked(), report, 1), 'accept', { actor: 'U_VERA' }, 2);
const granted = (state: ReleaseState, now: number): ReleaseState =>
  hear(
    state,
    { type: 'lockGranted', payload: { component: 'web', requestId: requestIdOf(state), token: 100 } },
    now,
  );
/** A release with its lock, an hour after its checks. */
const looked = (): ReleaseState => granted(queued(), hour);
const ready = (): ReleaseState => found(looked(), report, hour + 1);
const starting = (now = hour + 2): ReleaseState => after(ready(), 'depStart', { actor: 'U_DAN' }, now);
const restart = (state: ReleaseState, now = hour + 4) =>
  applied(state, 'depStart', { actor: 'U_DAN' }, now, true);
const types = ({ events }: ReleaseState) => events.map(({ type }) => type);
const voided = (state: ReleaseState) => state.events.findLast(({ type }) => type === 'votesVoided')?.facts;

describe('a release that has its locks', () => {
  it('is looked at before anyone is called', () => {
    expect(statusOf(looked(), hour)).toMatchObject({ stage: 'queued', waitingFor: 'checks' });
    expect(types(looked())).not.toContain('turnCame');
    expect(ready()).toMatchObject({ stage: 'ready', checks: { running: false } });
    expect(ready().holdUntil).toBe(granted(found(looked(), report, hour), hour).holdUntil);
  });

  it('is looked at however short ago its checks ran, and by whomever they were asked for', () => {
    const rechecked = found(after(queued(), 'recheck', { actor: 'U_VERA' }, 3), report, 4);
    for (const state of [queued(), rechecked]) {
      const turn = granted(state, 5);
      expect(turn).toMatchObject({ stage: 'queued', checks: { running: true, reason: 'turn' } });
      expect(found(turn, withoutQa, 6)).toMatchObject({ stage: 'needs_work', locks: [] });
      expect(found(turn, report, 6).stage).toBe('ready');
    }
  });

  it.each<[string, Checked, string | null, string | null]>([
    ['components', scoped({ components: ['db', 'web'] }), 'web', 'db, web'],
    ['locks', scoped({ locks: [...report.scope.locks, db] }), 'web', 'web, db (shared)'],
    ['approvals', scoped({ approvals: [{ component: 'web', needed: 2 }] }), 'web: 1', 'web: 2'],
    ['url', { ...report, url: 'https://t.example.com/PAY-2' }, report.url, 'https://t.example.com/PAY-2'],
    ['qa', { ...report, evidence: { qa: 'https://qa' } }, 'done', 'https://qa'],
  ])('needs a new good if %s is not what it was', (aspect, other, before, now) => {
    const state = found(looked(), other, hour + 1);
    expect(state).toMatchObject({ stage: 'awaiting_approval', votes: [], locks: [] });
    expect(state.pendingOrders.at(-1)).toMatchObject({ type: 'release', component: 'web' });
    expect(voided(state)).toEqual({
      voters: ['U_VERA'],
      cause: 'changed',
      differences: [{ aspect, before, after: now }],
    });
    expect(applied(state, 'accept', { actor: 'U_VERA' }, hour + 2).ok).toBe(true);
  });

  it('needs work if a sign is gone, and goes on with a title or an order of components alone', () => {
    const state = found(looked(), withoutQa, hour + 1);
    expect(state).toMatchObject({ stage: 'needs_work', votes: [], locks: [], announced: false });
    expect(types(state).slice(-2)).toEqual(['votesVoided', 'checksFailed']);
    expect(found(looked(), { ...report, title: 'Another' }, hour + 1)).toMatchObject({
      stage: 'ready',
      title: 'Another',
    });
  });

  it('goes on with what was overridden, as long as that is the same', () => {
    const overridden = after(found(asked(), withoutQa, 1), 'override', { actor: 'U_OLEG', reason: 'why' }, 2);
    const turn = granted(after(overridden, 'accept', { actor: 'U_VERA' }, 3), hour);
    expect(found(turn, withoutQa, hour + 1).stage).toBe('ready');
    expect(found(turn, { ...withoutQa, url: 'https://other' }, hour + 1).stage).toBe('needs_work');
  });

  it('is not kept from its turn by a tracker that is away, or does not answer in time', () => {
    expect(found(looked(), down, hour + 1)).toMatchObject({
      stage: 'ready',
      checks: { running: false, down: true },
    });
    expect(nextDeadline(looked())).toBe(hour + longestPrecheckMs);
    expect(passTime(looked(), hour + longestPrecheckMs).stage).toBe('ready');
  });
});

describe('a good that falls after weeks in line', () => {
  const day = 24 * hour;
  const late = 30 * day;
  const otherLock: CheckReport = { ...down, scope: scoped({ locks: [db, ...report.scope.locks] }).scope };

  it.each<[string, CheckReport, string]>([
    ['something differs', scoped({ components: ['db', 'web'] }), 'awaiting_approval'],
    ['a sign is gone', withoutQa, 'needs_work'],
    ['the ticket is gone', { outcome: 'unknownTicket' }, 'needs_work'],
    ['another lock is needed, and the tracker is away', otherLock, 'awaiting_approval'],
  ])('leaves as much time as a request has, where %s', (_, what, stage) => {
    const fallen = found(granted(queued(), late), what, late);
    expect(passTime(fallen, late + 12 * day).stage).toBe(stage);
    const warned = passTime(fallen, late + 13 * day);
    expect(warned.events.at(-1)).toMatchObject({ type: 'expiryNear', facts: { at: late + 14 * day } });
    expect(passTime(warned, late + 14 * day).stage).toBe('expired');
  });

  it('is the only thing besides commands that gives more time', () => {
    const checking = after(found(asked(), report, 1), 'recheck', { actor: 'U_DAN' }, 2);
    const failed = found(checking, withoutQa, 3);
    expect(failed).toMatchObject({ stage: 'needs_work', lastCommandAt: 2 });
  });
});

describe('dep start', () => {
  it('waits for a look, and goes if it finds the same', () => {
    expect(applied(ready(), 'depStart', { actor: 'U_DAN' }, hour + 2)).toMatchObject({
      ok: true,
      postponed: true,
    });
    expect(statusOf(starting(), hour + 2)).toMatchObject({ stage: 'ready', waitingFor: 'checks' });
    expect(restart(found(starting(), report, hour + 3))).toMatchObject({
      ok: true,
      state: { stage: 'deploying' },
    });
  });

  it('is refused with what differs', () => {
    const state = found(starting(), scoped({ components: ['db', 'web'] }), hour + 3);
    expect(restart(state)).toMatchObject({
      ok: false,
      refusal: {
        code: 'changedMeanwhile',
        facts: {
          stage: 'awaiting_approval',
          differences: [{ aspect: 'components', before: 'web', after: 'db, web' }],
        },
      },
    });
  });

  it('is refused at once, without a look, to those who may not', () => {
    expect(applied(ready(), 'depStart', { actor: 'U_EVE' }, hour + 2)).toMatchObject({ ok: false });
  });

  it('counts on the last checks for a while if the tracker is away; then it takes an override', () => {
    const soon = found(starting(), down, hour + 3);
    expect(restart(soon)).toMatchObject({ ok: true, state: { stage: 'deploying' } });
    const at = 2 * hour + 2;
    const late = found(starting(at), down, at + longestPrecheckMs);
    expect(late.checks).toMatchObject({ running: false, down: true });
    const later = at + longestPrecheckMs + 1;
    expect(restart(late, later)).toMatchObject({ ok: false, refusal: { code: 'checksTooOld' } });
    const overridden = after(late, 'override', { actor: 'U_OLEG', reason: 'why' }, later);
    expect(overridden).toMatchObject({ stage: 'ready' });
    expect(restart(overridden, later)).toMatchObject({ ok: true, state: { stage: 'deploying' } });
    // Checks that succeed still count.
    const again = after(overridden, 'depStart', { actor: 'U_DAN' }, later);
    expect(restart(found(again, withoutQa, later + 1), later + 2)).toMatchObject({ ok: false });
  });

  it('waits for what the configuration says, however long that takes', () => {
    const waiting = passTime(starting(), 2 * hour);
    expect(waiting).toMatchObject({ stage: 'ready', checks: { running: true, reason: 'start' } });
  });

  const web = { component: 'web', mode: 'exclusive' } as const;
  const needing = (...locks: Checked['scope']['locks']): CheckReport => ({
    ...down,
    scope: { ...report.scope, locks },
  });

  it('is refused though the tracker is away, where another lock is needed than what the good was for', () => {
    const more = needing(db, web);
    const state = found(starting(), more, hour + 3);
    expect(state).toMatchObject({ stage: 'awaiting_approval', votes: [], locks: [], checks: { down: true } });
    expect(voided(state)).toEqual({
      voters: ['U_VERA'],
      cause: 'changed',
      differences: [{ aspect: 'locks', before: 'web', after: 'db (shared), web' }],
    });
    expect(restart(state)).toMatchObject({ ok: false, refusal: { code: 'changedMeanwhile' } });
    const again = after(state, 'accept', { actor: 'U_VERA' }, hour + 5);
    expect(again.locks.map(({ component }) => component)).toEqual(['db', 'web']);
  });

  it('waits for the lock of the new name, and keeps its good, though the tracker is away', () => {
    const renamed = { renamed: { web: ['site'] } };
    const locks = [{ component: 'site', mode: 'exclusive' } as const, web];
    const scope = { ...report.scope, components: ['site'], locks, ...renamed };
    const state = found(starting(), { ...down, scope }, hour + 3);
    expect(state).toMatchObject({ stage: 'queued', components: ['site'], votes: [{ user: 'U_VERA' }] });
    expect(state.locks.map(({ component }) => component)).toEqual(['site', 'web']);
    expect(restart(state)).toMatchObject({ ok: false, refusal: { code: 'wrongStage' } });
  });

  it('goes with a lock more than it needs now, and with an exclusive one where a shared one is enough', () => {
    for (const less of [needing(), needing({ component: 'web', mode: 'shared' })]) {
      expect(restart(found(starting(), less, hour + 3))).toMatchObject({
        ok: true,
        state: { stage: 'deploying' },
      });
    }
  });

  it('names what an override lets pass, and apart what its approver has to judge', () => {
    const judged: Checked = { ...report, evidence: { qa: 'judge', codeReview: 'judge', releaseDocs: true } };
    const at = 2 * hour;
    const turn = found(
      granted(after(found(asked(), judged, 1), 'accept', { actor: 'U_VERA' }, 2), 3),
      judged,
      4,
    );
    const late = found(after(turn, 'depStart', { actor: 'U_DAN' }, at), down, at + longestPrecheckMs);
    const passed = after(late, 'override', { actor: 'U_OLEG', reason: 'why' }, at + longestPrecheckMs + 1);
    const facts = { what: 'checks', missingSigns: [], leftOut: [], toJudge: ['codeReview', 'qa'] };
    expect(passed.events.at(-1)).toMatchObject({ type: 'overridden', facts });
  });

  it('calls an admin where the configuration asks for one now', () => {
    const state = found(starting(), scoped({ adminNeeded: true }), hour + 3);
    expect(state.stage).toBe('awaiting_admin');
    expect(state.events.at(-1)).toMatchObject({ type: 'turnCame', facts: { adminNeeded: true } });
  });
});

describe('a recheck', () => {
  it.each([
    ['awaiting_approval', () => found(asked(), report, 1)],
    ['queued', queued],
    ['ready', ready],
  ] as const)('runs beside the stage %s, and says that nothing has changed', (stage, state) => {
    const running = after(state(), 'recheck', { actor: 'U_VERA' }, 2 * hour);
    expect(running.stage).toBe(stage);
    const same = found(running, report, 2 * hour + 1);
    expect(same).toMatchObject({ stage, votes: state().votes });
    expect(types(same).at(-1)).toBe('rechecked');
  });

  it('by a program, as a ticket changed, is told only if it finds something else', () => {
    const recheckedAt = (state: ReleaseState, now: number) =>
      after(state, 'recheck', { actor: 'service:jira' }, now);
    const same = found(recheckedAt(ready(), 2 * hour), report, 2 * hour + 1);
    expect(same).toMatchObject({ stage: 'ready', votes: ready().votes, events: ready().events });
    const failing = { ...report, missingSigns: ['qa'] };
    const first = found(asked(), failing, 1);
    expect(first.events.at(-1)).toMatchObject({ type: 'checksFailed', facts: { missingSigns: ['qa'] } });
    expect(first.events.at(-1)?.facts).not.toHaveProperty('unchanged');
    const again = found(recheckedAt(first, 2), failing, 3);
    expect(again.events.at(-1)).toMatchObject({ type: 'checksFailed', facts: { unchanged: true } });
    const other = found(recheckedAt(again, 4), { ...report, missingSigns: ['qa', 'codeReview'] }, 5);
    expect(other.events.at(-1)?.facts).not.toHaveProperty('unchanged');
    expect(found(recheckedAt(other, 6), report, 7).stage).toBe('awaiting_approval');
  });

  it('joins a look that is under way', () => {
    const state = after(starting(), 'recheck', { actor: 'U_DAN' }, hour + 2);
    expect(state.checks.number).toBe(starting().checks.number);
    expect(types(found(state, report, hour + 3)).at(-1)).toBe('rechecked');
  });
});

describe('a critical component that the request leaves out', () => {
  it('fails the checks, is shown, and may be overridden', () => {
    const state = found(asked(['web']), scoped({ leftOut: ['db'] }), 1);
    expect(state.stage).toBe('needs_work');
    expect(state.events.at(-1)).toMatchObject({ type: 'checksFailed', facts: { leftOut: ['db'] } });
    const passed = after(state, 'override', { actor: 'U_OLEG', reason: 'only the web part' }, 2);
    expect(statusOf(passed, 2)).toMatchObject({ stage: 'awaiting_approval', leftOut: ['db'] });
    expect(passed.events.find(({ type }) => type === 'overridden')).toMatchObject({
      facts: { leftOut: ['db'] },
    });
    const again = after(passed, 'recheck', { actor: 'U_DAN' }, 3);
    expect(found(again, scoped({ leftOut: ['db'] }), 4).stage).toBe('awaiting_approval');
    expect(found(again, scoped({ leftOut: ['app', 'db'] }), 4).stage).toBe('needs_work');
  });
});

describe('a release that touches nothing critical', () => {
  it('waits in no line once it has the good, though its checks ran long ago', () => {
    const bare = scoped({ locks: [], components: ['ios-app'] });
    const accepted = after(found(asked(), bare, 1), 'accept', { actor: 'U_VERA' }, hour);
    expect(accepted).toMatchObject({ stage: 'ready', checks: { running: false } });
    const looked = applied(accepted, 'depStart', { actor: 'U_DAN' }, 2 * hour);
    expect(looked).toMatchObject({ ok: true, postponed: true, state: { checks: { running: true } } });
  });
});

describe('whoever asks for the checks', () => {
  it('is known until others are asked for, also when the checks are going on already', () => {
    const waiting = found(asked(), report, 1);
    const twice = after(after(waiting, 'recheck', { actor: 'U_VERA' }, 2), 'recheck', { actor: 'U_OLEG' }, 3);
    expect(twice.checks.askedBy).toEqual(['U_VERA', 'U_OLEG']);
    expect(found(twice, report, 4).events.at(-1)).toMatchObject({ type: 'rechecked' });
    expect(found(twice, withoutQa, 4).checks.askedBy).toEqual(['U_VERA', 'U_OLEG']);
    const again = after(found(twice, report, 4), 'recheck', { actor: 'U_DAN' }, 5);
    expect(again.checks.askedBy).toEqual(['U_DAN']);
  });
});

describe('a component that has another name now', () => {
  const renamed = { web: ['site'] };
  const exclusive = (component: string) => ({ component, mode: 'exclusive' }) as const;
  const asSite = (standing: readonly string[]) =>
    scoped({
      components: ['site'],
      locks: [...standing, 'site'].sort().map(exclusive),
      approvals: [{ component: 'site', needed: 1 }],
      renamed,
    });

  it('keeps its good, and its place in the line of both locks', () => {
    const before = granted(queued(), hour);
    expect(before.checks.running).toBe(true);
    const now = found(before, asSite(['web']), hour + 1);
    expect(now).toMatchObject({ stage: 'queued', components: ['site'], queuedAt: before.queuedAt });
    expect(now.votes).toEqual([{ user: 'U_VERA', components: ['site', 'db'] }]);
    expect(now.events.some(({ type }) => type === 'votesVoided')).toBe(false);
    expect(now.locks.map(({ component, state }) => [component, state])).toEqual([
      ['site', 'waiting'],
      ['web', 'waiting'],
    ]);
  });

  it('keeps the lock that it has, where the new one comes after it', () => {
    const later = { ...asSite(['web']).scope, locks: [exclusive('web'), exclusive('x')] };
    const now = found(
      granted(queued(), hour),
      { ...asSite(['web']), scope: { ...later, components: ['x'], approvals: [], renamed: { web: ['x'] } } },
      hour + 1,
    );
    expect(now).toMatchObject({
      stage: 'queued',
      locks: [
        { component: 'web', state: 'held', token: 100 },
        { component: 'x', state: 'waiting' },
      ],
    });
    expect(now.pendingOrders.at(-1)).toMatchObject({ type: 'acquire', component: 'x' });
  });

  it('is no other than it was when the lock of before has gone', () => {
    const before = found(granted(queued(), hour), asSite(['web']), hour + 1);
    const later = found({ ...before, checks: { ...before.checks, running: true } }, asSite([]), hour + 2);
    expect(later).toMatchObject({ stage: 'queued', votes: [{ user: 'U_VERA' }] });
  });

  it('has its good void all the same where something else differs', () => {
    const other = { ...asSite(['web']), evidence: { qa: 'https://t.example.com/other' } };
    expect(found(granted(queued(), hour), other, hour + 1).stage).toBe('awaiting_approval');
  });
});
