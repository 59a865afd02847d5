/** What comparing locks with releases does about a holder that was terminated before its lock heard from it. */
import { Client, isGrpcCancelledError } from '@temporalio/client';
import { expect, it } from 'vitest';
import { lastRelease } from '../../client/closed-runs.ts';
import { releasesToAsk } from '../../client/survey-lock.ts';
import { openLocks } from '../../client/open-locks.ts';
import type { LockRequest, LockState } from '../../domain/lock/lock-queue.ts';
import { compareLocks } from '../../worker/compare-locks.ts';
import type { Stage } from '../../domain/release/stage.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { lockClaimQuery, lockStateQuery, statusQuery } from '../../domain/messages/definitions.ts';
import type { ReleaseMemo } from '../../domain/messages/memo.ts';
import { flood } from '../histories/steps.ts';
import { eventually } from '../support/eventually.ts';
import { inProcessWorker, startInProcess } from '../support/in-process-worker.ts';
import { isSignal, resetToBefore } from '../support/reset.ts';
import { criticalScope, scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const memoOf = (key: string, component: string, stage: Stage): ReleaseMemo => {
  const lock = { component, mode: 'exclusive' } as const;
  const locks = [{ ...lock, state: 'held', token: 1 }] as const;
  const people = { requester: 'U_ANN', admin: null, cannotVote: [], approvals: [] };
  const ticket = {
    ticket: key,
    tickets: [key],
    aliases: [],
    title: null,
    url: null,
    components: [component],
  };
  return {
    release: { key, ...ticket, ...people, stage, since: 1, locks, neededLocks: [lock], lettingGo: [] },
  };
};

const requestOf = (key: string): LockRequest => ({
  requestId: `${key}:1`,
  releaseKey: key,
  releaseId: releaseIdOf(key),
  ticket: key,
  mode: 'exclusive',
  priority: 'normal',
  since: 1,
  passesFreeze: false,
  onProduction: false,
});

/** Requests a release and approves it. */
async function approved(client: Client, ticket: string) {
  const workflowId = releaseIdOf(ticket);
  await client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  // The stage in the latest run.
  const release = client.workflow.getHandle(workflowId);
  const stage = async () => (await lastRelease(client, workflowId))?.release.stage;
  await release.signal('request', { actor: 'U_DAN' });
  await expect.poll(stage).toBe('awaiting_approval');
  await release.signal('accept', { actor: 'U_VERA' });
  return { release, stage };
}

const noneForgotten = (releaseId: string): never => expect.fail(`${releaseId} was forgotten`);

it('keeps the lock with one that was on production, and frees that of one that had not started', async () => {
  const server = await testNamespace();
  const { client } = server;
  const { worker, connection } = await inProcessWorker(server, scriptedActivities({}, []));
  /** Terminates a release in this stage that was granted the lock. Returns how to read the state of the lock. */
  const lockOf = async (component: string, stage: Stage) => {
    const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
    // No worker runs it, so it sends nothing.
    const release = await client.workflow.start(releaseWorkflow, {
      workflowId: releaseIdOf(component),
      taskQueue: 'nobody',
      memo: { ...memoOf(component, component, stage) },
    });
    await lock.signal('acquire', requestOf(component));
    const state = () => lock.query<LockState>(lockStateQuery);
    await eventually(async () => {
      expect((await state()).holders).toMatchObject([{ releaseKey: component, started: false }]);
    });
    // A release that ended before it heard of its turn was not on production with the lock.
    await eventually(async () => {
      const { events } = await release.fetchHistory();
      expect(events?.some(({ workflowExecutionSignaledEventAttributes: heard }) => heard)).toBe(true);
    });
    await release.terminate('a test');
    return state;
  };
  await worker.runUntil(async () => {
    const deploying = await lockOf('db', 'deploying');
    const ready = await lockOf('billing', 'ready');
    await eventually(async () => {
      // Visibility lists lag behind.
      await compareLocks(client, noneForgotten);
      expect((await deploying()).holders).toMatchObject([{ releaseKey: 'db', started: true, orphan: true }]);
      expect((await ready()).holders).toEqual([]);
    });
  });
  await connection.close();
  await server.close();
});

it('brings a release that waits for a lock which has forgotten it into its line again', async () => {
  const server = await testNamespace();
  const { client } = server;
  const end = await startInProcess(server, scriptedActivities({ scope: criticalScope('db') }, []));
  const lock = await client.workflow.start(lockWorkflow, { workflowId: lockIdOf('db'), taskQueue });
  await lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
  const { stage } = await approved(client, 'PAY-2');
  const line = async () => (await lock.query(lockStateQuery)).queue;
  await expect.poll(line).toMatchObject([{ ticket: 'PAY-2' }]);
  const before = await line();
  const forgotten: string[] = [];
  const compare = () => compareLocks(client, (...names) => forgotten.push(names.join(' ')));
  await expect.poll(stage).toBe('queued');
  await lock.signal('releaseGone', { releaseKey: before[0]?.releaseKey, deploying: null });
  await expect.poll(line).toEqual([]);
  await eventually(async () => {
    // Visibility lists lag behind.
    await compare();
    expect(forgotten).toEqual(['release:PAY-2 db']);
  });
  await expect.poll(line).toEqual(before);
  await compare();
  expect(forgotten).toHaveLength(1);
  await end();
  await server.close();
});

/** Makes a workflow continue as new, by a flood of unreadable signals. */
async function goesOn(client: Client, workflowId: string): Promise<void> {
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  const run = client.workflow.getHandle(workflowId, runId);
  await flood(run, 'reject');
  await expect.poll(async () => (await run.describe()).status.name).toBe('CONTINUED_AS_NEW');
}

it.each([
  ['', () => Promise.resolve()],
  [', though it goes on as another run meanwhile', goesOn],
])('tells a release that was reset of its lock, where that is another one by now%s', async (_, meanwhile) => {
  const server = await testNamespace();
  const { client } = server;
  const instead = { releasesToAsk: () => releasesToAsk(client, 'db') };
  const activities = scriptedActivities({ scope: criticalScope('db'), instead }, []);
  const end = await startInProcess(server, activities);
  const workflowId = lockIdOf('db');
  const lock = client.workflow.getHandle(workflowId);
  await client.workflow.start(lockWorkflow, { workflowId, taskQueue });
  const { release, stage } = await approved(client, 'PAY-1');
  await expect.poll(stage).toBe('ready');
  // Adds a task after that of the grant, because a reset goes back to before a task.
  await release.signal('adminHere', { actor: 'U_ADAM' });
  await expect.poll(async () => (await release.query(statusQuery)).admin.user).toBe('U_ADAM');
  await lock.terminate();
  // The new lock has no worker, but receives what the release asks.
  await client.workflow.start(lockWorkflow, { workflowId, taskQueue: 'nobody' });
  await release.signal('depStart', { actor: 'U_DAN' });
  await expect.poll(stage).toBe('deploying');
  await resetToBefore(server, release.workflowId, isSignal('depStart'), { again: false });
  // The signal wakes the release, which asks; the command waits for the answer.
  await release.signal('depStart', { actor: 'U_DAN' });
  const claim = () => release.query(lockClaimQuery, 'db');
  await expect.poll(claim).toMatchObject({ confirmed: false });
  await expect.poll(async () => (await lock.fetchHistory()).events?.some(isSignal('confirm'))).toBe(true);
  await meanwhile(client, release.workflowId);
  await lock.terminate();
  await client.workflow.start(lockWorkflow, { workflowId, taskQueue });
  await expect.poll(async () => (await lock.query(lockStateQuery)).holders).toHaveLength(1);
  expect(await claim()).toMatchObject({ confirmed: false });
  await eventually(async () => {
    // Visibility lists lag behind.
    await compareLocks(client, noneForgotten);
    expect(await claim()).toMatchObject({ confirmed: true });
  });
  await expect.poll(stage).toBe('deploying');
  await end();
  await server.close();
});

it('starts the lock of a component that is not critical any more, where a release has to tell it something', async () => {
  const server = await testNamespace();
  const { client } = server;
  const { worker, connection } = await inProcessWorker(server, scriptedActivities({}, []));
  const { release } = memoOf('PAY-1', 'ledger', 'cancelled');
  await worker.runUntil(async () => {
    await client.workflow.start(releaseWorkflow, {
      workflowId: releaseIdOf('PAY-1'),
      taskQueue: 'nobody',
      memo: { release: { ...release, locks: [], neededLocks: [], lettingGo: ['ledger'] } },
    });
    await eventually(async () => {
      await compareLocks(client, noneForgotten);
      expect((await client.workflow.getHandle(lockIdOf('ledger')).describe()).status.name).toBe('RUNNING');
    });
  });
  await connection.close();
  await server.close();
});

it('goes to no further lock when who looks leaves: nobody is there to answer', async () => {
  const server = await testNamespace();
  const { worker, connection } = await inProcessWorker(server, scriptedActivities({}, []));
  await worker.runUntil(async () => {
    for (const component of ['db', 'billing', 'web']) {
      await server.client.workflow.start(lockWorkflow, { workflowId: lockIdOf(component), taskQueue });
    }
    await eventually(async () => {
      expect([...(await openLocks(server.client)).values()].filter((shown) => shown !== null)).toHaveLength(
        3,
      );
    });
  });
  const leaving = new AbortController();
  let asked = 0;
  const client = new Client({
    ...{ connection: server.client.connection, namespace: server.namespace },
    interceptors: {
      workflow: [
        {
          query: (input, next) => {
            asked += 1;
            // The query has been sent, but not answered.
            setTimeout(() => {
              leaving.abort();
            });
            return next(input);
          },
        },
      ],
    },
  });
  const comparing = client.withAbortSignal(leaving.signal, () => compareLocks(client, noneForgotten));
  await expect(comparing).rejects.toSatisfy(isGrpcCancelledError);
  expect(asked).toBe(1);
  await connection.close();
  await server.close();
});
