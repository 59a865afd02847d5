import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { verifyLog } from '../../cli/verify/verify-log.ts';
import type { Compared, LogDifference } from '../../cli/verify/verify-log.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { withoutStage } from '../../domain/log/release-row.ts';
import { watchRow } from '../../domain/log/watch-row.ts';
import { taskQueue, watchIdOf, watchWorkflow } from '../../domain/messages/workflows.ts';
import { checked } from '../../domain/release/checks.ts';
import { begin } from '../../domain/release/commands.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { plan } from '../histories/watch-scenarios.ts';
import { releaseRow } from '../log/rows.ts';
import { query, testDatabase } from '../support/database.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { aCard } from '../support/a-card.ts';
import { rules, scriptedActivities } from '../support/scripted-activities.ts';
import type { Script } from '../support/scripted-activities.ts';
import { startGrpcRelay } from '../support/grpc-relay.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';
import { nothingLeft } from '../../domain/messages/round.ts';
import type { ReleaseInput } from '../../domain/messages/runs.ts';
import type { ReleaseMemo } from '../../domain/messages/memo.ts';
import { eventually } from '../support/eventually.ts';
import { dobrobot } from './dobrobot.ts';

let temporal: TestNamespace;
let url: string;
let log: ReleaseLog;

beforeEach(async () => {
  [temporal, url] = await Promise.all([testNamespace(), testDatabase()]);
  log = new ReleaseLog(url, () => undefined);
  await log.database();
});
afterEach(() => Promise.all([log.close(), temporal.close()]));

/** Runs a worker while `use` runs. */
async function atWork<T>(
  script: Script,
  use: () => Promise<T>,
  record: (rows: readonly EventRow[]) => Promise<void> = (rows) => log.record(rows),
): Promise<T> {
  const activities = { ...scriptedActivities({ recorded: true, ...script }, []), recordEvents: record };
  const { worker, connection } = await inProcessWorker(temporal, activities);
  try {
    return await worker.runUntil(use);
  } finally {
    await connection.close();
  }
}

const handleOf = (ticket: string) => temporal.client.workflow.getHandle(`release:${ticket}`);

async function untilHistory(ticket: string, type: string): Promise<void> {
  await eventually(async () => {
    const { history } = await handleOf(ticket).query<{ history: { type: string }[] }>('status');
    expect(history.map((event) => event.type)).toContain(type);
  });
}

/** The verifier finds releases by visibility lists, which show a run and its end a little later. */
async function untilListed(ticket: string, status: 'Running' | 'Completed'): Promise<void> {
  const query = `WorkflowId = 'release:${ticket}' AND ExecutionStatus = '${status}'`;
  await eventually(async () => {
    expect(await temporal.client.workflow.count(query)).toMatchObject({ count: 1 });
  });
}

async function request(ticket: string): Promise<void> {
  await temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN', via: 'api' }],
  });
  await untilHistory(ticket, 'checksPassed');
  await untilListed(ticket, 'Running');
}

/** Takes a release from request to end. */
async function release(ticket: string): Promise<void> {
  await request(ticket);
  await handleOf(ticket).signal('accept', { actor: 'U_NORA' });
  await handleOf(ticket).signal('depStart', { actor: 'U_ANN' });
  await handleOf(ticket).signal('depFinish', { actor: 'U_ANN' });
  await handleOf(ticket).result();
  await untilListed(ticket, 'Completed');
}

async function verify(
  period: { since?: number; until?: number } = {},
): Promise<Compared & { findings: readonly LogDifference[] }> {
  const verifying = verifyLog({ client: temporal.client, log, since: 0, until: Date.now(), ...period });
  const findings: LogDifference[] = [];
  for (;;) {
    const { done, value } = await verifying.next();
    if (done) return { findings, ...value };
    findings.push(value);
  }
}

const missingTypes = (findings: readonly LogDifference[]) =>
  findings.map((finding) => (finding.type === 'missing' ? finding.row.type : finding.type));

/** Only the owner of the database can do this, after disabling the trigger. */
const behindItsBack = (change: string) =>
  query(
    url,
    `alter table events disable trigger append_only; ${change}; alter table events enable always trigger append_only`,
  );

const whole = ['requested', 'checksPassed', 'accepted', 'turnCame', 'started', 'finished'];
/** All events, ordered within each release. `seq` is left out, because repaired rows are inserted later. */
const withoutSeq = async () =>
  (await log.events({}, 100))
    .map((event) => ({ ...event, seq: 0 }))
    .sort((a, b) => (a.ticket ?? '').localeCompare(b.ticket ?? '') || (a.n ?? 0) - (b.n ?? 0));

it('finds rows that were deleted behind the back of the log, and writes them as they were', () =>
  atWork({}, async () => {
    await release('PAY-1');
    expect(await verify()).toEqual({ findings: [], told: 6, alone: 0 });
    const before = await withoutSeq();
    expect(before.map(({ type }) => type)).toEqual(whole);
    await behindItsBack("delete from events where type in ('accepted', 'finished')");
    expect(missingTypes((await verify()).findings).sort()).toEqual(['accepted', 'finished']);
    expect(await withoutSeq()).toEqual(before);
    expect((await verify()).findings).toEqual([]);
  }));

it('has what a watch told, and compares it with that, while the release is open, too', () =>
  atWork({}, async () => {
    await request('PAY-1');
    const card = { ...aCard, key: 'k1' };
    const { workflow } = temporal.client;
    const start = { workflowId: watchIdOf('k1'), taskQueue, args: [{ card, startedAt: 0, plan }] };
    await (await workflow.start(watchWorkflow, start)).result();
    await eventually(async () => {
      expect(await workflow.count(`WorkflowType = 'watch' AND CloseTime IS NOT NULL`)).toMatchObject({
        count: 1,
      });
    });
    const told = ['watchBad', 'watchBlind', 'watchSees', 'watchWell', 'watchPassed'];
    expect(await verify()).toEqual({ findings: [], told: 2 + told.length, alone: 0 });
    await behindItsBack("delete from events where type in ('watchBad', 'watchPassed')");
    expect(missingTypes((await verify()).findings)).toEqual(['watchBad', 'watchPassed']);
    const [sees] = await log.events({ types: ['watchSees'] }, 1);
    await log.record([watchRow(card, { type: 'left' }, 9, sees?.at ?? 0)]);
    // The newest events are not compared, because lists of runs lag behind.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const { findings } = await verify().finally(() => vi.restoreAllMocks());
    expect(findings).toMatchObject([{ type: 'untold', logged: { type: 'watchLeft' } }]);
  }));

it('reports what was changed, and what no history says, and leaves it as it is', () =>
  atWork({}, async () => {
    await release('PAY-1');
    await behindItsBack("update events set actor = 'U_OTTO' where type = 'accepted'");
    const [{ releaseKey, at } = releaseRow(1)] = await log.events({ types: ['started'] }, 1);
    const forged = { releaseKey, at: at - 1, ticket: 'PAY-1', type: 'overridden' };
    await log.record([releaseRow(99, forged), releaseRow(1, { releaseKey: 'long-gone', at })]);
    // The newest events are not compared, because lists of runs lag behind.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const { findings, alone } = await verify().finally(() => vi.restoreAllMocks());
    expect(findings).toMatchObject([
      { type: 'differs', row: { actor: 'U_NORA' }, logged: { actor: 'U_OTTO', type: 'accepted' } },
      { type: 'untold', logged: { type: 'overridden' } },
      { type: 'untold', logged: { releaseKey: 'long-gone' } },
    ]);
    expect(alone).toBe(0);
    expect(await log.events({ types: ['accepted'] }, 1)).toMatchObject([{ actor: 'U_OTTO' }]);
  }));

it('has what a terminated release never came to write, and nothing of what it never did', async () => {
  const away = () => Promise.reject(new Error('no database'));
  await atWork({}, () => request('PAY-1'), away);
  // No worker runs that could handle it.
  await handleOf('PAY-1').signal('accept', { actor: 'U_NORA' });
  await handleOf('PAY-1').terminate();
  const found: string[] = [];
  await atWork({}, async () => {
    await eventually(async () => {
      found.push(...missingTypes((await verify()).findings));
      expect(found).toContain('terminated');
    });
    expect(found).toEqual(['requested', 'checksPassed', 'terminated']);
    expect((await verify()).findings).toEqual([]);
  });
  expect((await withoutSeq()).map(({ n, type }) => [n, type])).toEqual([
    [1, 'requested'],
    [2, 'checksPassed'],
    [3, 'terminated'],
  ]);
}, 300_000);

it('has the end of a terminated release whose run took over from an earlier one', async () => {
  const [asked, passed] = await atWork({}, async () => {
    await request('PAY-1');
    return eventually(async () => {
      expect(await withoutSeq()).toHaveLength(2);
      return withoutSeq();
    });
  });
  await atWork({}, async () => {
    const input = await handOver('PAY-1');
    await temporal.client.workflow.start('release', {
      workflowId: 'release:PAY-1',
      taskQueue: 'dobrobot',
      args: [input],
    });
    await eventually(async () => {
      expect((await handleOf('PAY-1').describe()).memo).toMatchObject({
        release: { key: asked?.releaseKey },
      });
    });
    await handleOf('PAY-1').terminate('a test');
    // The first run was terminated too, because this test continues it by hand; its release went on.
    const found: string[] = [];
    await eventually(async () => {
      found.push(...missingTypes((await verify()).findings));
      expect(found).toContain('terminated');
    });
    expect(found).toEqual(['terminated']);
  });
  const { runId } = await handleOf('PAY-1').describe();
  expect((await withoutSeq()).at(-1)).toMatchObject({
    ...passed,
    key: `${asked?.releaseKey ?? ''}:terminated:${runId}`,
    n: 3,
    type: 'terminated',
    at: expect.any(Number) as number,
    actor: null,
    via: 'temporal',
    facts: { reason: 'a test' },
  });
});

/** What an open release would hand to its next run. Terminates it. */
async function handOver(ticket: string): Promise<ReleaseInput> {
  const { release: memo } = (await handleOf(ticket).describe()).memo as unknown as ReleaseMemo;
  const command = readCommand('request', { actor: 'U_ANN', via: 'api' }) ?? expect.unreachable();
  const report = {
    outcome: 'checked',
    title: memo.title ?? '',
    url: memo.url ?? '',
    missingSigns: [],
    evidence: {},
    scope: {
      components: memo.components,
      unknownComponents: [],
      leftOut: [],
      locks: [],
      adminNeeded: false,
      approvals: [],
    },
    rules,
  } as const;
  const state = checked(begin(ticket, memo.key, rules, command, Date.now()), 1, report, Date.now());
  await handleOf(ticket).terminate();
  const nothing = {
    commands: [],
    notices: [],
    left: nothingLeft,
    rows: [],
    cardPlace: null,
    asks: [],
    answered: [],
  };
  return { ...nothing, state, recorded: true };
}

it('has the releases of the time when there was no log, with all that the log keeps', async () => {
  await atWork({}, () => release('PAY-1'));
  await atWork({ recorded: false }, () => release('PAY-2'));
  const { findings } = await atWork({}, () => verify());
  expect(missingTypes(findings).sort()).toEqual([...whole].sort());
  const likeTheFirst = (ticket: string) =>
    withoutSeq().then((rows) =>
      rows
        .filter((row) => row.ticket === ticket)
        .map((row) => withoutStage(row))
        .map(({ n, type, actor, via, components, facts, requester }) => ({
          n,
          type,
          actor,
          via,
          components,
          facts,
          requester,
        })),
    );
  expect(await likeTheFirst('PAY-2')).toEqual(await likeTheFirst('PAY-1'));
  expect((await withoutSeq()).map(({ title }) => title)).toContain('Title of PAY-2');
});

it('takes no offence at rows that were written before rows told their stage', () =>
  atWork({ recorded: false }, async () => {
    await release('PAY-1');
    await verify();
    await behindItsBack("update events set facts = facts - 'stage' - 'since'");
    expect((await verify()).findings).toEqual([]);
  }));

it('lets what is on its way arrive, and writes what does not', async () => {
  let away = false;
  const looked = vi.spyOn(log, 'withKeys');
  // The first rows are recorded only after the verifier has looked for them: they are on their way until then.
  const record = async (rows: readonly EventRow[]) => {
    await vi.waitUntil(() => looked.mock.settledResults.some(({ type }) => type === 'fulfilled'), 30_000);
    if (away) throw new Error('no database');
    await log.record(rows);
  };
  await atWork(
    {},
    async () => {
      await request('PAY-1');
      expect((await verify()).findings).toEqual([]);
      expect(await withoutSeq()).toHaveLength(2);
      away = true;
      await request('PAY-2');
      expect((await verify()).findings).toMatchObject([
        { type: 'missing', underway: true, row: { ticket: 'PAY-2', type: 'requested' } },
        { type: 'missing', underway: true, row: { ticket: 'PAY-2', type: 'checksPassed' } },
      ]);
      expect(await withoutSeq()).toHaveLength(4);
    },
    record,
  );
}, 300_000);

it('compares only the time that was asked for', () =>
  atWork({}, async () => {
    await release('PAY-1');
    const [started] = await log.events({ types: ['started'] }, 1);
    await behindItsBack('delete from events');
    expect(await verify({ until: (started?.at ?? 0) - 86_400_000 })).toEqual({
      findings: [],
      told: 0,
      alone: 0,
    });
    expect((await verify({ since: (started?.at ?? 0) + 1 })).told).toBeLessThan(6);
  }));

it('says in a terminal what it found, with an exit code that tells', () =>
  atWork({}, async () => {
    await release('PAY-1');
    await behindItsBack("delete from events where type = 'accepted'");
    const env = { ...temporal.env, DATABASE_URL: url };
    expect(await dobrobot(['log', 'verify', '--since', '1h'], env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /PAY-1 accepted .*\n6 events compared; 1 missing and written now; nothing differs\.\n$/,
      ) as string,
    });
    await behindItsBack("update events set title = 'Another' where type = 'accepted'");
    expect(await dobrobot(['log', 'verify'], env)).toMatchObject({
      code: 1,
      out: expect.stringContaining('differs in title') as string,
    });
  }));

it.each([
  [['log', 'verify', '--since', 'soon'], {}, /must be a duration such as 2h/],
  [['log', 'verify'], {}, /DATABASE_URL/],
  [['log', 'verify'], { DATABASE_URL: 'postgres://u@127.0.0.1:1/none' }, /does not answer: .*ECONNREFUSED/],
])('says the way out: %s %s', async (words, env, reason) => {
  expect(await dobrobot(words, env)).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(reason) as string,
  });
});

it('does not call a release compared that no worker can be asked about', async () => {
  await atWork({}, async () => {
    await request('PAY-1');
    await eventually(async () => {
      expect(await withoutSeq()).toHaveLength(2);
    });
  });
  await handleOf('PAY-1').terminate();
  await eventually(async () => {
    expect((await verify()).findings).toMatchObject([{ type: 'silent', workflowId: 'release:PAY-1' }]);
  });
}, 300_000);

/** gRPC's PERMISSION_DENIED. */
const denied = { status: 7, message: 'not for you' };

it('one history that cannot be read ends it with a line, though others are being read', async () => {
  const tickets = ['PAY-1', 'PAY-2', 'PAY-3', 'PAY-4'];
  await atWork({}, async () => {
    for (const ticket of tickets) await request(ticket);
  });
  for (const ticket of tickets) await handleOf(ticket).terminate();
  let reads = 0;
  const refused = new EventEmitter();
  const relay = await startGrpcRelay(temporal.address, async (path) => {
    if (!path.endsWith('/GetWorkflowExecutionHistory')) return null;
    reads += 1;
    if (reads < tickets.length) {
      await once(refused, 'for a while');
      // The client retries this.
      return { status: 14, message: 'away' };
    }
    if (reads > tickets.length) return null;
    setTimeout(() => refused.emit('for a while'), 1000);
    return denied;
  });
  const { code, out, err } = await dobrobot(['log', 'verify'], {
    ...temporal.env,
    TEMPORAL_ADDRESS: relay.address,
    DATABASE_URL: url,
  });
  await relay.close();
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: '7 PERMISSION_DENIED: not for you\n' });
});
