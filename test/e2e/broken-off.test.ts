/** What the log has of releases that Temporal itself ended, so that they could not record it. */
import { freePort } from '../support/free-port.ts';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { verifyLog } from '../../cli/verify/verify-log.ts';
import type { LogDifference } from '../../cli/verify/verify-log.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import type { LoggedEvent } from '../../log/event-rows.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import type { EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import type { PageEnv } from '../../web/page-env.ts';
import type { StoryAnswer, TimelineAnswer } from '../../web/wire.ts';
import { general, startCompany } from '../support/company.ts';
import type { Company, Person } from '../support/company.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask, testPage } from '../support/page.ts';
import { patienceMs } from '../support/patience.ts';

const checkEveryMs = 1000;
/** Two rounds of the reconciler, plus time for a busy machine. */
const patience = { timeout: 2 * checkEveryMs + patienceMs, interval: 200 };

const critical = ['alpha', 'beta', 'gamma', 'delta'];
const tickets = {
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`APP-${n}`, ['ios-app']])),
  ...Object.fromEntries(
    critical.flatMap((name) => [1, 2].map((n) => [`${name.toUpperCase()}-${n}`, [name]])),
  ),
};

let database: EmbeddedPostgres & { readonly folder: string };
let company: Company;
let log: ReleaseLog;
let page: Hono<PageEnv>;

beforeAll(async () => {
  database = await startDatabaseServer(await freePort());
  company = await startCompany({
    tickets,
    components: {
      'ios-app': { critical: false, admin: false },
      ...Object.fromEntries(critical.map((name) => [name, { critical: true, admin: false }])),
    },
    settings: { locks: { checkEvery: `${checkEveryMs / 1000}s` } },
    database: database.env.DATABASE_URL,
  });
  log = new ReleaseLog(database.env.DATABASE_URL, () => undefined);
  page = await testPage(log);
  // Times out while the other tests run; a later test looks at it.
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: 'release:APP-3',
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
    // An attempt at a delivery needs 15 s before the run times out.
    workflowRunTimeout: '20s',
  });
}, 300_000);
afterAll(async () => {
  await log.close();
  await company.close();
});

const handleOf = (ticket: string) => company.temporal.client.workflow.getHandle(`release:${ticket}`);
const signal = (ticket: string, name: string, payload: object) => handleOf(ticket).signal(name, payload);

/** Brings a release to a stage, with an approval if the stage needs one. */
async function bring(ticket: string, stage: 'awaiting_approval' | 'ready' | 'deploying'): Promise<void> {
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN', via: 'api' }],
  });
  await company.untilStage(ticket, 'awaiting_approval');
  if (stage === 'awaiting_approval') return;
  await signal(ticket, 'accept', { actor: 'U_NORA' });
  await company.untilStage(ticket, 'ready');
  if (stage === 'ready') return;
  await signal(ticket, 'depStart', { actor: 'U_ANN' });
  await company.untilStage(ticket, 'deploying');
}

const eventsOf = async (ticket: string): Promise<readonly LoggedEvent[]> =>
  [...(await log.events({ ticket, about: 'release' }, 100))].sort((a, b) => (a.n ?? 0) - (b.n ?? 0));

const typesOf = async (ticket: string) => (await eventsOf(ticket)).map(({ type }) => type);

/** The release as the web page shows it. */
async function releaseOf(ticket: string): Promise<LoggedRelease> {
  const response = await ask(
    page,
    `/api/timeline?from=${Date.now() - 3_600_000}&to=${Date.now()}&words=${ticket}`,
  );
  const { releases } = (await response.json()) as TimelineAnswer;
  return releases.find((release) => release.ticket === ticket) ?? expect.unreachable(`no ${ticket}`);
}

const untilTerminated = (ticket: string): Promise<LoggedEvent> =>
  vi.waitFor(async () => {
    const last = (await eventsOf(ticket)).at(-1);
    expect(last?.type).toBe('terminated');
    return last ?? expect.unreachable();
  }, patience);

const closedAt = async (ticket: string) => (await handleOf(ticket).describe()).closeTime?.getTime();

async function answerTo(user: Person, words: string): Promise<string> {
  const { ts } = await company.say(user, words);
  return vi.waitFor(async () => {
    const messages = await company.slack.messages(general);
    const answer = messages.find(({ thread_ts: thread, user: who }) => thread === ts && who === botUserId);
    return answer?.text ?? expect.unreachable(`"${words}" is not answered`);
  }, patience);
}

/** Repeats the question, because a message from the same second may be older than what happened. */
const untilAnswer = (user: Person, words: string, pattern: RegExp): Promise<void> =>
  vi.waitFor(async () => {
    expect(await answerTo(user, words)).toMatch(pattern);
  }, patience);

async function findings(of: ReleaseLog): Promise<readonly LogDifference[]> {
  const verifying = verifyLog({ client: company.temporal.client, log: of, since: 0, until: Date.now() });
  const found: LogDifference[] = [];
  for (;;) {
    const { done, value } = await verifying.next();
    if (done) return found;
    found.push(value);
  }
}

it('one that waits for the good has ended, with who did it and why', async () => {
  await bring('APP-1', 'awaiting_approval');
  await handleOf('APP-1').terminate('nobody needs it');
  const row = await untilTerminated('APP-1');
  const { identity } = company.temporal.client.options;
  expect(row).toMatchObject({
    at: await closedAt('APP-1'),
    n: 3,
    title: 'Title of APP-1',
    requester: 'U_ANN',
    components: ['ios-app'],
    actor: null,
    via: 'temporal',
    facts: {
      status: 'TERMINATED',
      reason: 'nobody needs it',
      identity,
      stage: 'awaiting_approval',
      holds: [],
    },
  });
  const release = await releaseOf('APP-1');
  expect(release).toMatchObject({ endedAt: row.at, endedAs: 'terminated' });
  const story = await ask(page, `/api/releases/${release.releaseKey}`);
  expect(((await story.json()) as StoryAnswer).events.at(-1)).toMatchObject({ type: 'terminated' });
  expect(await answerTo('U_BEN', 'log APP-1')).toMatch(
    /APP-1> Title of APP-1 \*was broken off in Temporal\* · `ios-app` · via `temporal` · nobody needs it/,
  );
});

it('one on production without a lock has ended, and is suspected', async () => {
  await bring('APP-2', 'deploying');
  await handleOf('APP-2').terminate();
  const { at } = await untilTerminated('APP-2');
  expect(await releaseOf('APP-2')).toMatchObject({ endedAt: at, endedAs: 'terminated' });
  await untilAnswer('U_BEN', 'blame now ios-app', /APP-2.*\n.*was broken off in Temporal at/);
});

it('one on production with a lock has ended when its lock is taken', async () => {
  await bring('ALPHA-1', 'deploying');
  await handleOf('ALPHA-1').terminate();
  expect((await untilTerminated('ALPHA-1')).facts).toMatchObject({ holds: ['alpha'] });
  expect(await releaseOf('ALPHA-1')).toMatchObject({ endedAt: null });
  await untilAnswer('U_BEN', 'blame now alpha', /ALPHA-1.*\n.*on production since/);
  await vi.waitFor(async () => {
    expect(await typesOfLock('alpha')).toEqual(['orphaned']);
  }, patience);
  await company.say('U_SAM', 'unlock alpha the servers are clean');
  await vi.waitFor(async () => {
    const [unlocked] = await log.events({ about: 'lock', types: ['unlocked'] }, 1);
    expect(await releaseOf('ALPHA-1')).toMatchObject({ endedAt: unlocked?.at, endedAs: 'unlocked' });
  }, patience);
});

const typesOfLock = async (component: string) =>
  (await log.events({ component, about: 'lock' }, 10)).map(({ type }) => type);

it('one that held its lock and had not started has ended', async () => {
  await bring('BETA-1', 'ready');
  await handleOf('BETA-1').terminate();
  const { at, facts } = await untilTerminated('BETA-1');
  expect(facts).toMatchObject({ stage: 'ready', holds: ['beta'] });
  expect(await releaseOf('BETA-1')).toMatchObject({ endedAt: at, endedAs: 'terminated' });
});

it('one that was cancelled in Temporal tells it itself', async () => {
  await bring('APP-4', 'awaiting_approval');
  await handleOf('APP-4').cancel();
  await vi.waitFor(async () => {
    expect((await releaseOf('APP-4')).endedAs).toBe('cancelled');
  }, patience);
});

it('one that was reset goes on: it is not said to have ended, then or later', async () => {
  await bring('APP-5', 'ready');
  const before = await handleOf('APP-5').describe();
  await reset('APP-5');
  await company.untilStage('APP-5', 'ready');
  expect((await handleOf('APP-5').describe()).runId).not.toBe(before.runId);
  // APP-6 is terminated later. Once its end is in the log, the reconciler has made another round.
  await bring('APP-6', 'awaiting_approval');
  await untilAtRest('APP-6');
  await handleOf('APP-6').terminate();
  await untilTerminated('APP-6');
  expect(await releaseOf('APP-5')).toMatchObject({ endedAt: null });
  await signal('APP-5', 'depStart', { actor: 'U_ANN' });
  await signal('APP-5', 'depFinish', { actor: 'U_ANN' });
  await handleOf('APP-5').result();
  await company.worker().kill();
  await company.startWorker();
  await bring('GAMMA-1', 'ready');
  await handleOf('GAMMA-1').terminate();
  await untilTerminated('GAMMA-1');
  expect(await typesOf('APP-5')).not.toContain('terminated');
  expect(await releaseOf('APP-5')).toMatchObject({ endedAs: 'finished' });
});

it('one that is reset after the log was told of its end has not ended any more', async () => {
  await reset('APP-6');
  await company.untilStage('APP-6', 'awaiting_approval');
  await signal('APP-6', 'accept', { actor: 'U_NORA' });
  await vi.waitFor(async () => {
    expect(await typesOf('APP-6')).toContain('accepted');
  }, patience);
  expect(await releaseOf('APP-6')).toMatchObject({ endedAt: null, endedAs: null });
  await handleOf('APP-6').terminate();
  await vi.waitFor(async () => {
    expect((await typesOf('APP-6')).filter((type) => type === 'terminated')).toHaveLength(2);
    expect(await releaseOf('APP-6')).toMatchObject({
      endedAs: 'terminated',
      endedAt: await closedAt('APP-6'),
    });
  }, patience);
});

it('one that ended while no worker ran has ended when there is one again', async () => {
  await bring('APP-7', 'awaiting_approval');
  await company.worker().kill();
  await handleOf('APP-7').terminate();
  await company.startWorker();
  const { at } = await untilTerminated('APP-7');
  expect(at).toBe(await closedAt('APP-7'));
});

it('one that timed out has ended, too', async () => {
  await expect.poll(async () => (await handleOf('APP-3').describe()).status.name).toBe('TIMED_OUT');
  expect((await untilTerminated('APP-3')).facts).toMatchObject({
    status: 'TIMED_OUT',
    reason: null,
    identity: null,
  });
  expect(await releaseOf('APP-3')).toMatchObject({ endedAs: 'terminated' });
});

it('a database that is away holds up no lock, and misses nothing', async () => {
  await bring('DELTA-1', 'awaiting_approval');
  await vi.waitFor(async () => {
    expect(await typesOf('DELTA-1')).toContain('checksPassed');
  }, patience);
  await database.child.kill();
  await signal('DELTA-1', 'accept', { actor: 'U_NORA' });
  await company.untilStage('DELTA-1', 'ready');
  await handleOf('DELTA-1').terminate();
  await vi.waitFor(async () => {
    expect((await company.lock('delta')).holders).toEqual([]);
  }, patience);
  await startDatabaseServer(Number(new URL(database.env.DATABASE_URL).port), database.folder);
  await eventually(async () => {
    expect(await typesOf('DELTA-1')).toEqual([
      'requested',
      'checksPassed',
      'accepted',
      'lockGranted',
      'turnCame',
      'terminated',
    ]);
  });
  expect(await releaseOf('DELTA-1')).toMatchObject({ endedAs: 'terminated' });
});

it('the log is what the histories say, and one that missed it gets all of it', async () => {
  await vi.waitFor(async () => {
    expect(await findings(log)).toEqual([]);
  }, patience);
  const other = new ReleaseLog(await testDatabase(), () => undefined);
  const missing = await findings(other);
  expect(missing.map(({ type }) => type)).toEqual(missing.map(() => 'missing'));
  const ends = async (of: ReleaseLog) =>
    (await of.events({ types: ['terminated'] }, 100)).map((event) => ({ ...event, seq: 0 }));
  // APP-6 was terminated, then reset: no history contains that first end.
  const expected = (await ends(log)).filter(({ ticket, n }) => ticket !== 'APP-6' || n !== 3);
  expect(expected).toHaveLength(9);
  expect(await ends(other)).toEqual(expected);
  expect(await findings(other)).toEqual([]);
  await other.close();
});

/** Waits until nothing is pending. What is pending when a run ends is described by Temporal as pending for good. */
async function untilAtRest(ticket: string): Promise<void> {
  await expect
    .poll(async () => {
      const { pendingActivities, pendingWorkflowTask } = (await handleOf(ticket).describe()).raw;
      return [pendingActivities ?? [], pendingWorkflowTask ?? null];
    })
    .toEqual([[], null]);
}

/** Resets to the last workflow task, in which nothing happened. */
async function reset(ticket: string): Promise<void> {
  const { client, namespace } = company.temporal;
  await untilAtRest(ticket);
  const { runId } = await handleOf(ticket).describe();
  const { events } = await handleOf(ticket).fetchHistory();
  const task = events?.findLast((event) => event.workflowTaskCompletedEventAttributes);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: `release:${ticket}`, runId },
    workflowTaskFinishEventId: task?.eventId ?? null,
    requestId: `reset-${runId}`,
    reason: 'a test',
  });
}
