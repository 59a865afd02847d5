/**
 * An upgrade on a Monday morning: fifty releases in every stage under the previous version, then both versions at once, the new
 * one, a rollback, and the new one for good. Everything goes on, nothing happens twice, and the log is complete.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { beforeAll, expect, it, onTestFailed, vi } from 'vitest';
import { failingTasks } from '../../client/failing-tasks.ts';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import { isOfWatch } from '../../domain/log/watch-row.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { isEnd } from '../../domain/release/stage.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import type { Child } from '../../start/child.ts';
import { projectRoot } from '../../start/project.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { runsOf } from '../e2e/chaos/histories.ts';
import { violations } from '../e2e/chaos/verdict.ts';
import { versionsIn } from '../histories/versions.ts';
import { cardsOf } from '../support/cards.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { startBot, startWorker } from '../support/processes.ts';
import { earlierVersion } from './earlier-version.ts';

const { WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR: diverged } =
  proto.temporal.api.enums.v1.WorkflowTaskFailedCause;

const released = versionsIn(readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8'));
/** A version or a commit. */
const wanted = process.env['UPGRADE_FROM'] || released[0]?.version || 'HEAD';
const from = released.find(({ version }) => version === wanted)?.commit ?? wanted;

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' });
/** Version 1.0 has no watches, and refuses a configuration with them. */
const watches = git('show', `${from}:domain/release/lifecycle.ts`).includes('watching:');

const quick = { critical: true, admin: false };
/** Nobody answers there, so the watch cannot judge, and the release stays until somebody decides. */
const source = { prom: { kind: 'prometheus', url: 'http://127.0.0.1:1' } };
const watch = {
  ...{ for: '1d', every: '5s', holdLock: true },
  checks: [{ name: 'errors', source: 'prom', query: 'errors', above: 1 }],
};
const components = {
  waiting: quick,
  undecided: quick,
  line: quick,
  turn: quick,
  frozen: quick,
  called: { critical: true },
  orphaned: quick,
  site: { critical: false, admin: false },
  ended: quick,
  shared: { ...quick, dependsOn: ['turn'] },
  ...(watches ? { watched: { ...quick, watch } } : {}),
};
type Group = keyof typeof components | 'unknown';
const each = [1, 2, 3, 4, 5];
const ticketsOf = (group: Group) => each.map((n) => `${group.toUpperCase()}-${n}`);
const groups = [...Object.keys(components), 'unknown'].filter((name) => name !== 'site') as Group[];
const all = groups.flatMap(ticketsOf);

let company: Company;
let earlier: string;
let database: string;

beforeAll(async () => {
  earlier = await earlierVersion(from);
  database = await testDatabase();
  company = await startCompany({
    tickets: Object.fromEntries(
      groups.flatMap((group) =>
        // The `undecided` ones, which wait for the tracker, need no lock at all.
        ticketsOf(group).map((ticket) => [ticket, [group === 'undecided' ? 'site' : group]]),
      ),
    ),
    components,
    database,
    settings: { locks: { checkEvery: '1s' }, ...(watches ? { watch: source } : {}) },
    version: earlier,
  });
});

const client = () => company.temporal.client;

/** In ms. A worker that has just started has to replay all of them, on a machine that may be busy. */
const patience = 300_000;

const statusOf = (ticket: string) =>
  vi.waitFor(
    () =>
      company.statusOf(ticket).catch((error: unknown) => {
        throw new Error(`${ticket} does not tell how it stands`, { cause: error });
      }),
    patience,
  );

const begun = Date.now();

/** Prints what happens next, and the time since the beginning. */
const now = (what: string) => {
  console.log(`${Math.round((Date.now() - begun) / 1000)} s: ${what}`);
};

/** Says it twice, like a sender that gets no answer. */
async function say(workflowId: string, name: string, payload: object, commandId: string): Promise<void> {
  const handle = client().workflow.getHandle(workflowId);
  await handle.signal(name, { ...payload, commandId });
  await handle.signal(name, { ...payload, commandId });
}

async function ask(ticket: string): Promise<void> {
  const asked = {
    workflowId: releaseIdOf(ticket),
    taskQueue,
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN', commandId: `ask ${ticket}` }],
  };
  await client().workflow.signalWithStart('release', asked);
  await client().workflow.signalWithStart('release', asked);
}

const nextOf: Partial<Record<Stage, readonly [signal: string, payload: object]>> = {
  checking: ['recheck', { actor: 'U_ANN' }],
  needs_work: ['request', { actor: 'U_ANN', components: ['site'] }],
  awaiting_approval: ['accept', { actor: 'U_NORA' }],
  awaiting_admin: ['adminHere', { actor: 'U_SAM' }],
  ready: ['depStart', { actor: 'U_ANN' }],
  deploying: ['depFinish', { actor: 'U_ANN' }],
  watching: ['depRollback', { actor: 'U_ANN' }],
};

let said = 0;

/** Takes the next step that users have to take. Returns the stage before it. */
async function advance(ticket: string): Promise<Stage> {
  const { stage } = await statusOf(ticket);
  const next = nextOf[stage];
  if (next !== undefined) await say(releaseIdOf(ticket), ...next, `${(said += 1)}`);
  return stage;
}

/** Takes the next step of each release that waits for a user, and waits for its effect. */
async function advanceAll(tickets: readonly string[]): Promise<void> {
  for (const ticket of tickets) {
    const before = await advance(ticket);
    if (isEnd(before) || nextOf[before] === undefined) continue;
    await vi.waitFor(
      async () => {
        expect([ticket, (await statusOf(ticket)).stage]).not.toEqual([ticket, before]);
      },
      { timeout: patience, interval: 100 },
    );
  }
}

const bring = async (tickets: readonly string[], ...stages: readonly Stage[]) => {
  for (const stage of stages) {
    for (const ticket of tickets) await company.untilStage(ticket, stage, patience);
    if (stage !== stages.at(-1)) await Promise.all(tickets.map(advance));
  }
};

const stagesNow = async () => new Set(await Promise.all(all.map(async (t) => (await statusOf(t)).stage)));

/** Creates releases in every stage, with freezes and an orphan. */
async function populate(): Promise<void> {
  await say('lock:frozen', 'freeze', { actor: 'U_SAM', reason: 'a freeze of before' }, 'freeze');
  const undecided = ticketsOf('undecided');
  await Promise.all(all.filter((ticket) => !undecided.includes(ticket)).map(ask));
  await bring(ticketsOf('unknown'), 'needs_work');
  await bring(ticketsOf('waiting'), 'awaiting_approval');
  const [first = '', ...others] = ticketsOf('line');
  await bring([first], 'awaiting_approval', 'ready', 'deploying');
  await bring(others, 'awaiting_approval', 'queued');
  const [turn = '', ...behind] = ticketsOf('turn');
  await bring([turn], 'awaiting_approval', 'ready');
  await bring([...behind, ...ticketsOf('frozen'), ...ticketsOf('shared')], 'awaiting_approval', 'queued');
  const [called = '', ...uncalled] = ticketsOf('called');
  await bring([called], 'awaiting_approval', 'awaiting_admin');
  await bring(uncalled, 'awaiting_approval', 'queued');
  const [dead = '', ...bereft] = ticketsOf('orphaned');
  await bring([dead], 'awaiting_approval', 'ready', 'deploying');
  await bring(bereft, 'awaiting_approval', 'queued');
  await client().workflow.getHandle(releaseIdOf(dead)).terminate('a test');
  if (watches) {
    const [watched = '', ...unwatched] = ticketsOf('watched');
    await bring([watched], 'awaiting_approval', 'ready', 'deploying', 'watching');
    await bring(unwatched, 'awaiting_approval', 'queued');
  }
  const [finished = '', rolledBack = '', rejected = '', cancelled = '', left = ''] = ticketsOf('ended');
  await bring([finished], 'awaiting_approval', 'ready', 'deploying', 'finished');
  await bring([rolledBack], 'awaiting_approval', 'ready', 'deploying');
  await say(releaseIdOf(rolledBack), 'depRollback', { actor: 'U_ANN' }, 'back');
  await bring([rejected, cancelled, left], 'awaiting_approval');
  await say(releaseIdOf(rejected), 'reject', { actor: 'U_NORA', reason: 'not now' }, 'reject');
  await say(releaseIdOf(cancelled), 'cancel', { actor: 'U_ANN' }, 'cancel');
  await say('lock:line', 'freeze', { actor: 'U_SAM', reason: 'under one on production' }, 'freeze');
  await rename(company.ticketsFile, `${company.ticketsFile}.away`);
  await Promise.all(undecided.map(ask));
  await bring(undecided, 'checking');
  await vi.waitFor(async () => {
    expect((await stateOf('orphaned')).holders).toMatchObject([{ ticket: dead, orphan: true }]);
  }, patience);
}

const stateOf = (component: string) =>
  client().withDeadline(Date.now() + 20_000, () =>
    client().workflow.getHandle(`lock:${component}`).query<LockState>(lockStateQuery),
  );

/** What blocked releases before still does. */
const expectObstacles = () =>
  vi.waitFor(async () => {
    expect((await stateOf('frozen')).freezes).toMatchObject([{ by: 'U_SAM', reason: 'a freeze of before' }]);
    expect((await stateOf('line')).freezes).toMatchObject([
      { by: 'U_SAM', reason: 'under one on production' },
    ]);
    expect((await stateOf('orphaned')).holders).toMatchObject([{ ticket: 'ORPHANED-1', orphan: true }]);
  }, patience);

/** A third of all tickets; each third has some of every queue. */
const third = (n: number) =>
  all.filter((ticket, index) => index % 3 === n && ticket !== 'ORPHANED-1' && !ticket.startsWith('ENDED'));

/** Those that have not ended. */
async function openOf(tickets: readonly string[]): Promise<readonly string[]> {
  const stages = await Promise.all(
    tickets.map(async (ticket) => [ticket, (await statusOf(ticket)).stage] as const),
  );
  return stages.filter(([, stage]) => !isEnd(stage)).map(([ticket]) => ticket);
}

it(`goes on with what ${wanted} left open, back and forth`, async () => {
  onTestFailed(async () => {
    console.log('Failing tasks', await failingTasks(client()));
  });
  now(`${all.length} releases under ${wanted}`);
  await populate();
  expect(await stagesNow()).toEqual(
    new Set([
      ...['checking', 'needs_work', 'awaiting_approval', 'queued', 'awaiting_admin', 'ready', 'deploying'],
      ...['finished', 'rolled_back', 'rejected', 'cancelled'],
      ...(watches ? ['watching'] : []),
    ]),
  );
  const old = company.worker();

  now('one worker of each version');
  const first = await startWorker(company.env);
  await rename(`${company.ticketsFile}.away`, company.ticketsFile);
  await advanceAll(third(0));
  await expectObstacles();
  now('the new version alone');
  await old.stop();
  const second = await startWorker(company.env);
  await say('lock:waiting', 'freeze', { actor: 'U_SAM', reason: 'a freeze of now' }, 'freeze');
  await advanceAll(third(1));
  await expectObstacles();
  now('the version of before alone');
  const again = await startWorker(company.env, earlier);
  await Promise.all([first.stop(), second.stop()]);
  await expectObstacles();
  for (const component of ['waiting', 'frozen', 'line'])
    await say(`lock:${component}`, 'unfreeze', { actor: 'U_SAM' }, 'unfreeze');
  await say('lock:orphaned', 'unlock', { actor: 'U_SAM', reason: 'it is clean' }, 'unlock');
  await advanceAll(third(2));
  now('the new version for good');
  const last = await Promise.all([startWorker(company.env), startWorker(company.env)]);
  await again.stop();
  const bot = company.bot();
  await startBot(company.env);
  await bot.stop();
  await toTheEnd();
  now('everything has ended');
  await judge(last);
  now('nothing twice, nothing lost');
});

async function toTheEnd(): Promise<void> {
  let open = await openOf(all.filter((ticket) => ticket !== 'ORPHANED-1'));
  for (let round = 0; open.length > 0; round += 1) {
    expect(round, open.join()).toBeLessThan(2000);
    expect(await failingTasks(client())).toEqual([]);
    await Promise.all(open.map(advance));
    open = await openOf(open);
  }
}

async function judge(workers: readonly Child[]): Promise<void> {
  const [releases, locks] = await Promise.all([runsOf(client(), 'release'), runsOf(client(), 'lock')]);
  expect(violations(releases, locks)).toEqual([]);
  const failures = [...releases, ...locks].flatMap(({ workflowId, events }) =>
    events.flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
      failed?.cause === diverged ? [`${workflowId}: ${failed.failure?.message ?? ''}`] : [],
    ),
  );
  expect(failures).toEqual([]);
  // A release closes once it has delivered everything.
  await vi.waitFor(
    async () => {
      expect(
        (await client().workflow.count(`WorkflowType = 'release' AND ExecutionStatus = 'Running'`)).count,
      ).toBe(0);
    },
    { timeout: patience, interval: 500 },
  );
  const log = new ReleaseLog(database, () => undefined);
  for (const ticket of all) {
    const events = await log.events({ ticket }, 500);
    const own = events.filter((event) => !isOfWatch(event));
    const numbers = own.flatMap(({ n }) => (n === null ? [] : [n])).sort((a, b) => a - b);
    const { history } = await statusOf(ticket);
    if (ticket !== 'ORPHANED-1') expect([ticket, numbers]).toEqual([ticket, history.map(({ n }) => n)]);
    // Each command was given twice.
    const done = events.flatMap(({ type, commandId }) =>
      commandId === null ? [] : [`${type} by ${commandId}`],
    );
    expect([ticket, done.toSorted()]).toEqual([ticket, [...new Set(done)].sort()]);
    for (const once of ['accepted', 'started', 'finished'])
      expect([ticket, events.filter(({ type }) => type === once).length]).toEqual([
        ticket,
        expect.toSatisfy((n) => n <= 1),
      ]);
    expect([ticket, (await cardsOf(company, ticket)).length]).toEqual([ticket, 1]);
  }
  await log.close();
  const { code, out } = await dobrobot(['log', 'verify'], company.env);
  expect([code, out]).toEqual([0, expect.stringMatching(/nothing was missing/)]);
  for (const worker of workers) await worker.stop();
}

it('begins with a version that is there', () => {
  expect(git('cat-file', '-t', from)).toBe('commit\n');
});
