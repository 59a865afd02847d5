import fc from 'fast-check';
import { expect } from 'vitest';
import { releaseRow } from '../../domain/log/release-row.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { checked } from '../../domain/release/checks.ts';
import { isPrechecking } from '../../domain/release/check-run.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import { applyCommand, begin, withdraw } from '../../domain/release/commands.ts';
import { hear } from '../../domain/release/locking.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import type { ReleaseCommand } from '../../domain/messages/payload.ts';
import { isEnd } from '../../domain/release/stage.ts';
import type { OpenStage } from '../../domain/release/stage.ts';
import { requestIdOf } from '../../domain/release/state.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { passTime } from '../../domain/release/time.ts';
import { lockRow, releaseRow as logRow } from '../log/rows.ts';
import { rules } from './scripted-activities.ts';
import { watchPassed } from '../../domain/release/watching.ts';

const minute = 60_000;
const hour = 60 * minute;
const roles = { approver: true, approves: ['app'], admin: true };

function command(signal: CommandSignal, actor: string, user?: string): ReleaseCommand {
  const read = readCommand(signal, { actor, reason: 'why', ...(user === undefined ? {} : { user }) });
  return read ?? expect.unreachable();
}

/** The scopes that a tracker may report: approvals, locks, and whether an admin is needed. */
const scopes = [
  { needed: 1, locks: ['app'], adminNeeded: true, heldByWatch: false },
  { needed: 1, locks: ['app'], adminNeeded: true, heldByWatch: true },
  { needed: 2, locks: ['app'], adminNeeded: false, heldByWatch: false },
  { needed: 1, locks: [], adminNeeded: false, heldByWatch: true },
] as const;

function report(scope: number, missingSigns: readonly 'qa'[] = []): CheckReport {
  const { needed, locks, adminNeeded, heldByWatch } = scopes[scope] ?? scopes[0];
  const found = { title: 'A title', url: 'https://t', missingSigns, evidence: {}, rules };
  const touched = {
    components: ['app'],
    unknownComponents: [],
    leftOut: [],
    approvals: [{ component: 'app', needed }],
  };
  const exclusive = locks.map((component) => ({ component, mode: 'exclusive' as const }));
  return { outcome: 'checked', ...found, scope: { ...touched, locks: exclusive, adminNeeded, heldByWatch } };
}

type Step = (state: ReleaseState, now: number, scope: number) => ReleaseState;

const said =
  (signal: CommandSignal, who: (state: ReleaseState) => string, user?: string): Step =>
  (state, now) => {
    const outcome = applyCommand(state, command(signal, who(state), user), roles, now, true);
    return outcome.ok ? outcome.state : state;
  };
const requester = ({ requester: who }: ReleaseState) => who;
const nora = () => 'U_NORA';

const check =
  (reportOf: (scope: number) => CheckReport): Step =>
  (state, now, scope) =>
    checked(state, state.checks.number, reportOf(scope), now);

/** The checks find the same again. */
const look: Step = (state, now) => {
  const { components, neededLocks: locks, neededApprovals: approvals, adminNeeded, heldByWatch } = state;
  const touched = { components, unknownComponents: [], leftOut: [], locks, approvals };
  const scope = { ...touched, adminNeeded, heldByWatch };
  const same = { ...report(0), scope } as CheckReport;
  return checked(state, state.checks.number, same, now);
};

/** News from the coordinator of the lock. */
const grant =
  (type: 'lockGranted' | 'turnAwaited' | 'lockLost'): Step =>
  (state, now) => {
    const requestId = requestIdOf(state);
    const held = state.locks.find(({ token }) => token !== null)?.token ?? now;
    const payload = { component: 'app', requestId, token: type === 'lockGranted' ? now : held };
    if (type !== 'lockLost') return hear(state, { type, payload }, now);
    return hear(
      state,
      {
        type,
        payload: {
          ...payload,
          actor: 'U_SAM',
          reason: 'why',
          via: null,
          commandId: null,
          channel: null,
          saidAt: null,
        },
      },
      now,
    );
  };

const recheck = said('recheck', requester);
/** The step that advances a release from each stage. */
const goOn: Readonly<Record<OpenStage, Step>> = {
  checking: check(report),
  needs_work: said('request', requester),
  awaiting_approval: said('accept', nora),
  queued: (state, ...rest) => (isPrechecking(state) ? look : grant('lockGranted'))(state, ...rest),
  awaiting_admin: said('adminHere', () => 'U_SAM'),
  ready: said('depStart', requester),
  deploying: said('depFinish', requester),
  watching: (state, now) => watchPassed(state, state.key, now),
};
const onward: Step = (state, now, scope) =>
  isEnd(state.stage) ? state : goOn[state.stage](state, now, scope);

const steps: readonly (readonly [weight: number, step: Step])[] = [
  [40, onward],
  [4, recheck],
  [4, check((scope) => report(scope, ['qa']))],
  [2, check(() => ({ outcome: 'unknownTicket' }))],
  [
    2,
    (state, now) => {
      const { scope } = report(0) as Extract<CheckReport, { outcome: 'checked' }>;
      return checked(state, state.checks.number, { outcome: 'unavailable', message: 'away', scope }, now);
    },
  ],
  [4, said('accept', () => 'U_OTTO')],
  [2, said('override', () => 'U_OTTO')],
  [2, said('hotfix', () => 'U_OTTO')],
  [3, said('handover', () => 'U_OTTO', 'U_NORA')],
  [2, said('handover', () => 'U_OTTO', 'U_BEN')],
  [2, said('adminHere', () => 'U_ADA')],
  [4, grant('lockLost')],
  [4, grant('turnAwaited')],
  [1, (state, now) => hear(state, { type: 'overtaken', payload: { component: 'app', by: 'X-1' } }, now)],
  [6, (state, now) => passTime(state, now + 3 * hour)],
  [1, (state, now) => passTime(state, now + 15 * 24 * hour)],
  [1, said('reject', nora)],
  [1, said('cancel', nora)],
  [3, said('depRollback', requester)],
  [1, withdraw],
];

const life = fc.array(
  fc.record({
    step: fc.oneof(...steps.map(([weight, step]) => ({ weight, arbitrary: fc.constant(step) }))),
    scope: fc.nat({ max: scopes.length - 1 }),
  }),
  { minLength: 25, maxLength: 25 },
);

type Happenings = readonly { readonly step: Step; readonly scope: number }[];

/** The steps of this many releases, the same ones each time. */
export const lives = (count: number): readonly Happenings[] => fc.sample(life, { numRuns: count, seed: 7 });

/** A recheck becomes an event only once it has found something. */
export const withoutRecheck = (happenings: Happenings): Happenings =>
  happenings.filter(({ step }) => step !== recheck);

/** Yields the rows of each step that caused events, and the state after it. */
export function* play(
  key: string,
  happenings: Happenings,
): Generator<{ readonly state: ReleaseState; readonly rows: readonly EventRow[] }> {
  let now = Date.parse('2026-03-02T10:00:00Z');
  let state = begin('PAY-1', key, rules, command('request', 'U_ANN'), now);
  yield { state, rows: state.events.map((event) => releaseRow(state, event)) };
  for (const { step, scope } of happenings) {
    if (isEnd(state.stage)) return;
    now = Math.max(now + minute, ...state.events.map(({ at }) => at));
    const { events, stage, since } = state;
    state = step(state, now, scope);
    const fresh = state.events.slice(events.length);
    // Apart from these two steps, a change of stage always comes with an event.
    if (fresh.length === 0 && step !== recheck && step !== onward) {
      expect({ stage: state.stage, since: state.since }).toEqual({ stage, since });
    }
    if (fresh.length > 0) yield { state, rows: fresh.map((event) => releaseRow(state, event)) };
  }
}

/**
 * The rows of this many lives, one after the other. Temporal terminates some of the releases; then their locks are taken away, or
 * they are reset and go on.
 */
export function endedLives(count: number): readonly EventRow[] {
  return lives(count).flatMap((happenings, index) => {
    const key = `k${index}`;
    const steps = [...play(key, happenings)];
    const cut = index % 4 === 0 ? steps.length : 1 + (index % steps.length);
    const rows = steps.slice(0, cut).flatMap((step) => step.rows);
    const last = steps[cut - 1] ?? expect.unreachable();
    if (isEnd(last.state.stage)) return rows;
    const after = steps.slice(cut).flatMap((step) => step.rows);
    const ended = brokenOff(last.state, rows, index);
    return index % 3 === 0 ? [...rows, ...ended, ...later(after)] : [...rows, ...ended];
  });
}

/** How much later a terminated release goes on. */
const deadFor = 24 * hour;

const later = (rows: readonly EventRow[]) => rows.map((row) => ({ ...row, at: row.at + deadFor }));

function brokenOff(
  { key, stage, locks }: ReleaseState,
  rows: readonly EventRow[],
  index: number,
): readonly EventRow[] {
  const last = rows.at(-1) ?? expect.unreachable();
  const at = last.at + hour;
  const holds = locks.filter(({ state }) => state === 'held').map(({ component }) => component);
  const end = logRow((last.n ?? 0) + 1, {
    ...{ ...last, key: `${key}:terminated`, at, type: 'terminated', facts: { stage, holds } },
  });
  const taken = holds.map((component) =>
    lockRow(`${key}:unlocked:${component}`, 'unlocked', {
      at: index % 5 === 0 ? at - hour / 2 : at + hour,
      component,
      facts: {
        holders: [{ releaseKey: key, orphan: stage === 'deploying' && index % 5 !== 0 && index % 2 === 0 }],
      },
    }),
  );
  return index % 7 === 0 ? [end] : [end, ...taken];
}
