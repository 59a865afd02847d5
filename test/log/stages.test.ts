/** In which stage the log has a release, compared with the rules, event for event of many lives. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { releaseRow, withoutStage } from '../../domain/log/release-row.ts';
import { checked } from '../../domain/release/checks.ts';
import type { CheckReport } from '../../domain/release/checks.ts';
import { applyCommand, begin, withdraw } from '../../domain/release/commands.ts';
import { hear } from '../../domain/release/locking.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import type { ReleaseCommand } from '../../domain/messages/payload.ts';
import { requestIdOf } from '../../domain/release/state.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { passTime } from '../../domain/release/time.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { endStages, isEnd, openStages } from '../../domain/release/stage.ts';
import type { OpenStage } from '../../domain/release/stage.ts';
import { migrateLog } from '../../log/migrate.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';
import { rules } from '../support/scripted-activities.ts';
import { releaseRow as someRow } from './rows.ts';

let url: string;
let log: ReleaseLog;
beforeEach(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
});
afterEach(() => log.close());

const minute = 60_000;
const hour = 60 * minute;
const roles = { approver: true, approves: ['app'], admin: true };

function command(signal: CommandSignal, actor: string, user?: string): ReleaseCommand {
  const read = readCommand(signal, { actor, reason: 'why', ...(user === undefined ? {} : { user }) });
  return read ?? expect.unreachable();
}

/** What the tracker finds: how many goods, which locks, whether an admin is needed. */
const scopes = [
  { needed: 1, locks: ['app'], adminNeeded: true },
  { needed: 1, locks: ['app'], adminNeeded: true },
  { needed: 2, locks: ['app'], adminNeeded: false },
  { needed: 1, locks: [], adminNeeded: false },
] as const;

function report(scope: number, missingSigns: readonly 'qa'[] = []): CheckReport {
  const { needed, locks, adminNeeded } = scopes[scope] ?? scopes[0];
  const found = { title: 'A title', url: 'https://t', missingSigns, evidence: {}, rules };
  const touched = { components: ['app'], unknownComponents: [], approvals: [{ component: 'app', needed }] };
  const exclusive = locks.map((component) => ({ component, mode: 'exclusive' as const }));
  return { outcome: 'checked', ...found, scope: { ...touched, locks: exclusive, adminNeeded } };
}

type Step = (state: ReleaseState, now: number, scope: number) => ReleaseState;

const said =
  (signal: CommandSignal, who: (state: ReleaseState) => string, user?: string): Step =>
  (state, now) => {
    const outcome = applyCommand(state, command(signal, who(state), user), roles, now);
    return outcome.ok ? outcome.state : state;
  };
const requester = ({ requester: who }: ReleaseState) => who;
const nora = () => 'U_NORA';

const check =
  (reportOf: (scope: number) => CheckReport): Step =>
  (state, now, scope) =>
    checked(state, state.checkNumber, reportOf(scope), now);

/** Something that the coordinator of its lock says. */
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
/** What a release waits for. */
const goOn: Readonly<Record<OpenStage, Step>> = {
  checking: check(report),
  needs_work: said('request', requester),
  awaiting_approval: said('accept', nora),
  queued: grant('lockGranted'),
  awaiting_admin: said('adminHere', () => 'U_SAM'),
  ready: said('depStart', requester),
  deploying: said('depFinish', requester),
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
      return checked(state, state.checkNumber, { outcome: 'unavailable', message: 'away', scope }, now);
    },
  ],
  [4, said('accept', () => 'U_OTTO')],
  [2, said('override', () => 'U_OTTO')],
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

/** The rows of each step in which something happened, and how the release stood after it. */
function* play(key: string, happenings: ReturnType<typeof lives>[number]) {
  let now = Date.parse('2026-03-02T10:00:00Z');
  let state = begin('PAY-1', key, rules, command('request', 'U_ANN'), now);
  yield { state, rows: state.events.map((event) => releaseRow(state, event)) };
  for (const { step, scope } of happenings) {
    if (isEnd(state.stage)) return;
    now = Math.max(now + minute, ...state.events.map(({ at }) => at));
    const { events, stage, since } = state;
    state = step(state, now, scope);
    const fresh = state.events.slice(events.length);
    // All but this is seen from the events.
    if (fresh.length === 0 && step !== recheck && step !== onward) {
      expect({ stage: state.stage, since: state.since }).toEqual({ stage, since });
    }
    if (fresh.length > 0) yield { state, rows: fresh.map((event) => releaseRow(state, event)) };
  }
}

const lives = (count: number) => fc.sample(life, { numRuns: count, seed: 7 });

it('is that of the rules after every event, and since when', async () => {
  const seen = new Set<string>();
  for (const [index, happenings] of lives(200).entries()) {
    const key = `k${index}`;
    const told: EventRow[] = [];
    for (const { state, rows } of play(key, happenings)) {
      for (const row of rows) {
        await log.record([row]);
        const { stage, stageSince } = (await log.release(key)) ?? expect.unreachable();
        expect({ stage, since: stageSince }, row.type).toEqual({ stage: state.stage, since: state.since });
        seen.add(row.type).add(state.stage);
      }
      told.push(...rows);
    }
    // In whichever order they arrive.
    const backwards = told.reverse().map((row) => ({ ...row, key: `b${row.key}`, releaseKey: `b${key}` }));
    await log.record(backwards);
    const { stage, stageSince } = (await log.release(key)) ?? expect.unreachable();
    expect(await log.release(`b${key}`)).toMatchObject({ stage, stageSince });
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([...openStages, ...endStages, 'turnLost', 'nudged', 'lockLost', 'votesVoided']),
  );
}, 120_000);

it('is that of the rules of what was told before events told it, too, unless somebody asked for a recheck', async () => {
  await migrateLog(url, '003-page');
  const expected = new Map<string, string>();
  const values: string[] = [];
  for (const [index, happenings] of lives(80).entries()) {
    const known = happenings.filter(({ step }) => step !== recheck);
    const told: EventRow[] = [];
    // It stands still after each of its steps.
    for (const { state, rows } of play(`k${index}`, known)) {
      told.push(...rows);
      const releaseKey = `k${index}.${told.length}`;
      expected.set(releaseKey, state.stage);
      values.push(
        ...told.map((row) => valuesOf({ ...withoutStage(row), key: `${releaseKey}:${row.key}`, releaseKey })),
      );
    }
  }
  await query(
    url,
    `insert into events (key, at, about, type, release_key, n, ticket, title, components, facts) values ${values.join()}`,
  );
  await log.database();
  const stages = await query<{ key: string; stage: string }>(
    url,
    'select release_key as key, stage from releases',
  );
  expect(new Map(stages.map(({ key, stage }) => [key, stage]))).toEqual(expected);
  expect(new Set(expected.values())).toEqual(new Set([...openStages, ...endStages]));
}, 60_000);

function valuesOf({ key, at, type, releaseKey, n, title, facts }: EventRow): string {
  const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  const when = new Date(at).toISOString();
  return `(${[text(key), text(when), text('release'), text(type), text(releaseKey), String(n), text('PAY-1'), text(title), "'{app}'", text(JSON.stringify(facts))].join()})`;
}

it('is known of events of before that arrive when the log is up to date', async () => {
  const types = ['requested', 'checksPassed', 'accepted', 'turnLost', 'nudged'];
  for (const [index, type] of types.entries()) await log.record([someRow(index + 1, { type })]);
  expect(await log.release('k1')).toMatchObject({ stage: 'queued', stageSince: someRow(4).at });
});

it('stays what it was when Temporal ends the release', async () => {
  const facts = { stage: 'deploying', holds: ['billing'] };
  await log.record([someRow(1, { type: 'started' }), someRow(2, { type: 'terminated', facts })]);
  expect(await log.release('k1')).toMatchObject({ stage: 'deploying', stageSince: someRow(1).at });
});
