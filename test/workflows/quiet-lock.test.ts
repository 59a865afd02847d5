/** How much an idle lock writes into its history, on a server that skips time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysOf } from '../../domain/keys-of.ts';
import { searchAttributes } from '../../domain/messages/memo.ts';
import { addSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import {
  lockIdOf,
  lockWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../../domain/messages/workflows.ts';
import { stateQuery, statusQuery } from '../../domain/messages/definitions.ts';
import { rules, scriptedActivities } from '../support/scripted-activities.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
let ours: Awaited<ReturnType<typeof workflowOptions>>;
let lockNumber = 0;

// A new one for each test: see `retry` in vitest.config.ts.
beforeEach(async () => {
  [env, ours] = await Promise.all([timeSkippingEnvironment(), workflowOptions()]);
  await addSearchAttributes(env.client, keysOf(searchAttributes));
});
afterEach(() => env.teardown());

/** Each test begins on a Tuesday at 09:00, so that no night or weekend affects it. */
beforeEach(async () => {
  const now = DateTime.fromMillis(await env.currentTimeMs(), { zone: rules.calendar.timezone });
  const tuesday = now.plus({ weeks: 1 }).startOf('week').plus({ days: 1, hours: 9 });
  await env.sleep(tuesday.toMillis() - now.toMillis());
});

interface Play {
  readonly lock: WorkflowHandle;
  /** A release that is approved, and is queued or has its turn. */
  readonly accepted: (ticket: string) => Promise<WorkflowHandle>;
  /** By how many events the lock's history grows in a day in which the test sends nothing. */
  readonly grownInADay: () => Promise<number>;
}

/** Runs `play` with a new lock and a worker for it and its releases. */
async function withLock(play: (stage: Play) => Promise<void>): Promise<void> {
  lockNumber += 1;
  const component = `quiet-${lockNumber}`;
  const scope = {
    components: [component],
    unknownComponents: [],
    leftOut: [],
    locks: [{ component, mode: 'exclusive' }] as const,
    adminNeeded: false,
    approvals: [{ component, needed: 1 }],
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    ...ours,
    activities: scriptedActivities({ scope }, []),
  });
  await worker.runUntil(async () => {
    const lock = await env.client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
    });
    await until(lock, stateQuery, { component });
    await play({
      lock,
      accepted: async (ticket) => {
        const release = await env.client.workflow.signalWithStart(releaseWorkflow, {
          workflowId: releaseIdOf(ticket),
          taskQueue,
          signal: 'request',
          signalArgs: [{ actor: 'U_DAN' }],
        });
        await until(release, statusQuery, { stage: 'awaiting_approval' });
        await release.signal('accept', { actor: 'U_VERA' });
        await until(release, statusQuery, { acceptedBy: ['U_VERA'] });
        return release;
      },
      grownInADay: async () => {
        const before = await lengthAtRest(lock);
        await env.sleep('24 hours');
        return (await lengthAtRest(lock)) - before;
      },
    });
    await lock.terminate();
  });
}

/** The length of a history once it has stopped growing. The server's clock stands still in the meantime. */
async function lengthAtRest(handle: WorkflowHandle): Promise<number> {
  const { historyLength } = await handle.describe();
  await sleep(500);
  return (await handle.describe()).historyLength === historyLength ? historyLength : lengthAtRest(handle);
}

const until = <T>(handle: WorkflowHandle, query: QueryDefinition<T>, answer: object) =>
  vi.waitFor(async () => {
    expect(await handle.query(query)).toMatchObject(answer);
  }, 30_000);

describe('in a day', () => {
  it('a lock that nobody touches adds no history', () =>
    withLock(async ({ grownInADay }) => {
      expect(await grownInADay()).toBe(0);
    }));

  it('a lock that is held on production and awaited adds none either', () =>
    withLock(async ({ lock, accepted, grownInADay }) => {
      const holder = await accepted('Q-1');
      await until(holder, statusQuery, { stage: 'ready' });
      await holder.signal('depStart', { actor: 'U_DAN' });
      const waiter = await accepted('Q-2');
      await until(lock, stateQuery, {
        holders: [{ ticket: 'Q-1', started: true }],
        queue: [{ ticket: 'Q-2' }],
      });
      expect(await grownInADay()).toBe(0);
      await until(lock, stateQuery, {
        holders: [{ ticket: 'Q-1', started: true }],
        queue: [{ ticket: 'Q-2' }],
      });
      await Promise.all([holder.terminate(), waiter.terminate()]);
    }));

  it('a lock of which two take turns that neither uses adds less than 200 events', () =>
    withLock(async ({ lock, accepted, grownInADay }) => {
      const releases = [await accepted('Q-3'), await accepted('Q-4')];
      await until(lock, stateQuery, { holders: [{ ticket: 'Q-3' }], queue: [{ ticket: 'Q-4' }] });
      const grown = await grownInADay();
      // They did take turns.
      expect(grown).toBeGreaterThan(50);
      expect(grown).toBeLessThan(200);
      await Promise.all(releases.map((release) => release.terminate()));
    }));
});
