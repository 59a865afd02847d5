/** Signals and starts by hand with names that Temporal does not take, or with far too much in them: workers and workflows go on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocks } from '../../client/open-locks.ts';
import { shownReleases } from '../../client/shown-releases.ts';
import { openReleases } from '../../client/visibility.ts';
import {
  lockStateQuery,
  newsSignal,
  numberUpdate,
  orderSignal,
  releaseCommandUpdate,
  statusQuery,
} from '../../domain/messages/definitions.ts';
import type { ReleaseInput } from '../../domain/messages/runs.ts';
import {
  counterIdOf,
  lockIdOf,
  lockWorkflow,
  releaseCounterWorkflow,
  releaseIdOf,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

const half = '\ud800';
const tooLong = '你'.repeat(400);
const names = [half, tooLong, ''];

let server: TestNamespace;
let end: () => Promise<void>;
let failures = 0;
beforeAll(async () => {
  server = await testNamespace();
  const passed = scriptedActivities({}, []);
  end = await startInProcess(server, {
    ...passed,
    // Short, since only short texts reach Temporal as they are.
    lookUpRoles: (...asked: Parameters<typeof passed.lookUpRoles>) => {
      failures += 1;
      return failures === 1 ? Promise.reject(new Error(half)) : passed.lookUpRoles(...asked);
    },
  });
});
afterAll(async () => {
  await end();
  await server.close();
});

const handle = (workflowId: string) => server.client.workflow.getHandle(workflowId);
let tickets = 0;
const freshTicket = () => `I-${String((tickets += 1))}`;
const fromAnn = { actor: 'U_ANN' };

const stageOf = async (ticket: string) => (await handle(releaseIdOf(ticket)).query(statusQuery)).stage;

/** Asks for a release, and waits until it can be approved. */
async function request(ticket: string): Promise<void> {
  await server.client.workflow.signalWithStart('release', {
    workflowId: releaseIdOf(ticket),
    ...{ taskQueue, signal: 'request', signalArgs: [fromAnn] },
  });
  await eventually(async () => {
    expect(await stageOf(ticket)).toBe('awaiting_approval');
  });
}

const say = (ticket: string, signal: 'accept' | 'cancel' | 'depStart' | 'depFinish') =>
  handle(releaseIdOf(ticket)).executeUpdate(releaseCommandUpdate, {
    args: [{ signal, actor: signal === 'accept' ? 'U_VERA' : 'U_ANN' }],
  });

/** Takes a release to production. */
async function deploy(ticket: string): Promise<void> {
  await request(ticket);
  await say(ticket, 'accept');
  await eventually(async () => {
    expect(await say(ticket, 'depStart')).toMatchObject({ done: true });
  });
}

describe('a release', { concurrent: true }, () => {
  it.for(names)('answers a lock named %j', async (component, { expect }) => {
    const ticket = freshTicket();
    await request(ticket);
    await handle(releaseIdOf(ticket)).signal(newsSignal('claimLocks'), { component, epoch: 1 });
    expect(await say(ticket, 'accept')).toMatchObject({ done: true });
    expect(await say(ticket, 'cancel')).toMatchObject({ done: true });
  });

  it.for(names)('that is not there has the sender of a command %j told', async (commandId, { expect }) => {
    const ticket = freshTicket();
    const { workflowId } = await server.client.workflow.signalWithStart('release', {
      workflowId: releaseIdOf(ticket),
      ...{ taskQueue, signal: 'accept', signalArgs: [{ actor: 'U_VERA', commandId }] },
    });
    expect(await handle(workflowId).result()).toMatchObject({ stage: 'cancelled' });
  });

  it('needs no more locks than there can be', async ({ expect }) => {
    const ticket = freshTicket();
    await deploy(ticket);
    const locks = Array.from({ length: 2001 }, (_, n) => ({
      component: `c${String(n)}`,
      mode: 'shared' as const,
    }));
    await handle(releaseIdOf(ticket)).signal(newsSignal('locksNeeded'), { locks });
    await say(ticket, 'depFinish');
    expect(await handle(releaseIdOf(ticket)).result()).toMatchObject({ stage: 'finished' });
  });

  it('asks for some of its locks after the others if they are very many', async ({ expect }) => {
    const ticket = freshTicket();
    await deploy(ticket);
    for (let part = 0; part < 5; part += 1) {
      const locks = Array.from({ length: 500 }, (_, n) => ({
        component: `c${String(part * 500 + n)}`,
        mode: 'shared' as const,
      }));
      await handle(releaseIdOf(ticket)).signal(newsSignal('locksNeeded'), { locks });
    }
    const { locks } = await handle(releaseIdOf(ticket)).query(statusQuery);
    expect(locks).toHaveLength(2500);
    expect(await say(ticket, 'depFinish')).toMatchObject({ done: true });
    await handle(releaseIdOf(ticket)).terminate();
  });
});

describe('a lock', { concurrent: true }, () => {
  const begin = async () => {
    const { workflowId } = await server.client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(freshTicket().toLowerCase()),
      taskQueue,
    });
    return handle(workflowId);
  };

  it.for(names)('goes on to the next after a release named %j', async (releaseId, { expect }) => {
    const lock = await begin();
    await lock.signal(orderSignal('acquire'), { ...lockRequest('W-0', 1), releaseId });
    await lock.signal(orderSignal('acquire'), lockRequest('W-1', 2));
    await expect.poll(async () => (await lock.query(lockStateQuery)).lastToken).toBeGreaterThan(0);
    await expect
      .poll(async () => (await lock.query(lockStateQuery)).queue.map(({ ticket }) => ticket))
      .not.toContain('W-0');
  });

  it('takes no settings that keep it busy', async ({ expect }) => {
    const lock = await begin();
    const slow = {
      ...{ start: '2026-01-02T16:00', timezone: 'UTC', forMs: 3_600_000, reason: 'x' },
      rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU',
    };
    await lock.signal(orderSignal('configure'), {
      version: 'x',
      windows: Array.from({ length: 2000 }, () => slow),
    });
    await lock.signal(orderSignal('acquire'), lockRequest('W-1', 2));
    await expect.poll(async () => (await lock.query(lockStateQuery)).lastToken).toBeGreaterThan(0);
    expect((await lock.query(lockStateQuery)).settings.windows).toEqual([]);
  });
});

it('a counter numbers releases after a page whose address is none', async () => {
  const handleOf = await server.client.workflow.start(releaseCounterWorkflow, {
    workflowId: counterIdOf('HALF'),
    taskQueue,
  });
  const page = (wikiLink: string) =>
    handleOf.executeUpdate(numberUpdate, { args: [{ ...fromAnn, wikiLink }] });
  await page(`https://w.example.com/%41${half}`);
  expect(await page('https://w.example.com/a')).toMatchObject({ begun: true });
});

it('lists of what is open leave out a workflow whose memo is not ours', async () => {
  const elsewhere = { taskQueue: 'nobody', memo: { lock: {}, release: {}, alias: 5 } };
  const lock = await server.client.workflow.start(lockWorkflow, {
    workflowId: lockIdOf('memo'),
    ...elsewhere,
  });
  const release = await server.client.workflow.start('release', {
    workflowId: releaseIdOf('M-1'),
    ...elsewhere,
  });
  await eventually(async () => {
    expect((await openLocks(server.client)).get(lock.workflowId)).toBeNull();
  });
  await eventually(async () => {
    const listed: string[] = [];
    for await (const { workflowId } of server.client.workflow.list({ query: openReleases }))
      listed.push(workflowId);
    expect(listed).toContain(release.workflowId);
  });
  for await (const { workflowId } of shownReleases(server.client))
    expect(workflowId).not.toBe(release.workflowId);
  await Promise.all([lock.terminate(), release.terminate()]);
});

describe('a start by hand', { concurrent: true }, () => {
  it('of an alias of nothing that can be leaves the worker alone', async ({ expect }) => {
    const ticket = freshTicket();
    const alias = await server.client.workflow.start('releaseAlias', {
      workflowId: releaseIdOf(ticket),
      ...{ taskQueue, args: [{ of: half, release: 'a' }] },
    });
    await alias.signal('accept', { actor: 'U_VERA' });
    await expect(alias.query(statusQuery)).rejects.toThrow(/belongs/);
    await alias.terminate();
  });

  it.for([
    ['nothing undelivered', { left: {} }, 'RUNNING'],
    ['no rules', { state: { rules: {} } }, 'FAILED'],
    ['no subject', { state: { subject: { id: 'X-1', items: [] } } }, 'FAILED'],
  ] as const)('of a release with %s leaves its ticket free', async ([, wrong, status], { expect }) => {
    const ticket = freshTicket();
    const state = {
      ...{
        stage: 'ready',
        key: ticket,
        requester: 'U_ANN',
        subject: { id: ticket, items: [{ kind: 'ticket', key: ticket }] },
      },
      ...{ options: {}, rules: {}, checks: {}, events: [], locks: [], pendingOrders: [] },
      ...('state' in wrong ? wrong.state : {}),
    };
    const handed = {
      ...{ notices: [], left: { notices: [], backlogs: [] }, rows: [], answered: [], commands: [], asks: [] },
      ...('left' in wrong ? wrong : {}),
      state,
    } as unknown as ReleaseInput;
    const begun = await server.client.workflow.start('release', {
      workflowId: releaseIdOf(ticket),
      ...{ taskQueue, args: [handed] },
    });
    await eventually(async () => {
      expect((await begun.describe()).status.name).toBe(status);
    });
    await request(ticket);
    expect(await say(ticket, 'cancel')).toMatchObject({ done: true });
  });
});
