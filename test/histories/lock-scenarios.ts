/** Locks with holders, waiters and orphans, rebuilt or continued as new; and a release that continues as new. */
import type { WorkflowHandle } from '@temporalio/client';
import { vi } from 'vitest';
import { emptyLock } from '../../domain/lock/lock-queue.ts';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import { nothingLeft } from '../../domain/messages/round.ts';
import type { ReleaseMemo } from '../../domain/messages/memo.ts';
import type { FreezeWindow } from '../../domain/lock/freeze-window.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { lockStateQuery, orderSignal, stateQuery } from '../../domain/messages/definitions.ts';
import { lockIdOf, lockWorkflow, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { eventuallyTrue } from '../support/eventually.ts';
import { lockRequest } from '../support/lock-requests.ts';
import { rules } from '../support/scripted-activities.ts';
import { accepted, critical, end, onProduction, roundTheClock, untilNextRun, withTurn } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';

const inLine = (stage: Stagehand, ticket: string): Promise<Actor> => accepted(stage, 'queued', ticket);

/** A release died on production and left an orphan; another one waits, and is returned. */
async function orphaned(stage: Stagehand): Promise<Actor> {
  const dead = await onProduction(stage);
  const release = await inLine(stage, 'T-2');
  const { memo } = await dead.handle.describe();
  const { release: shown } = memo as unknown as ReleaseMemo;
  await dead.handle.terminate();
  await stage.lock.signal('releaseGone', { releaseKey: shown.key, deploying: true });
  await eventuallyTrue(async () => (await stage.lock.query<LockState>(lockStateQuery)).holders.some(({ orphan }) => orphan));
  return release;
}

/** A rebuilt lock asks the releases of the scenario. */
const asksBoth: Scenario['script']['instead'] = {
  releasesToAsk: () => Promise.resolve([releaseIdOf('T-1'), releaseIdOf('T-2')]),
};

/** The lock of a release on production and of a queued one is terminated, and a new coordinator is rebuilt in its place. */
async function begunAnew(stage: Stagehand): Promise<{ readonly release: Actor; readonly lock: WorkflowHandle }> {
  const release = await onProduction(stage);
  await inLine(stage, 'T-2');
  const { workflowId } = stage.lock;
  await stage.client.workflow.getHandle(workflowId).terminate();
  const lock = await stage.client.workflow.start(lockWorkflow, { workflowId, taskQueue });
  await vi.waitUntil(async () => (await lock.query<LockState>(lockStateQuery)).queue.length > 0, 30_000);
  return { release, lock };
}

/** All day except for its last minute. */
const nearlyAlways: FreezeWindow = {
  ...{ start: '2026-01-01T00:00', timezone: 'UTC', rule: 'FREQ=DAILY' },
  ...{ forMs: 86_340_000, reason: 'a window' },
};

/** A request of five kilobytes, and one as releases send it. */
async function largeRequest({ lock }: Stagehand): Promise<WorkflowHandle> {
  const long = '你'.repeat(400);
  await lock.signal(orderSignal('acquire'), lockRequest('T-8', 1, { requestId: long, releaseKey: long, ticket: long }));
  await lock.signal(orderSignal('acquire'), lockRequest('T-9', 2));
  await eventuallyTrue(async () => (await lock.query<LockState>(lockStateQuery)).lastToken > 0);
  await lock.terminate();
  return lock;
}

export const lockScenarios: Readonly<Record<string, Scenario>> = {
  orphaned: {
    script: { scope: critical },
    play: async (stage) => {
      const release = await orphaned(stage);
      await stage.lock.signal('unlock', { actor: 'U_VERA', reason: 'it is clean' });
      await release.until('awaiting_admin');
      await stage.lock.terminate();
      return stage.lock;
    },
  },
  'open-lock': {
    script: { scope: critical },
    play: async (stage) => {
      await orphaned(stage);
      await stage.lock.signal('freeze', { actor: 'U_VERA', reason: 'works' });
      await eventuallyTrue(async () => (await stage.lock.query<LockState>(lockStateQuery)).freezes.length > 0);
      return stage.lock;
    },
  },
  'lock-goes-on': {
    script: { scope: critical },
    play: async (stage) => {
      await orphaned(stage);
      const again = { actor: 'U_VERA', reason: 'works', commandId: 'same' };
      return untilNextRun(stage.client, stage.lock, () => stage.lock.signal('freeze', again));
    },
  },
  /** A run as 1.1 continued it: without a memo. */
  'lock-seen-anew': {
    script: {},
    play: async ({ client }) => {
      const left = { messages: [], notices: [], left: nothingLeft, rows: [], answered: [] };
      const lock = await client.workflow.start(lockWorkflow, {
        ...{ workflowId: lockIdOf('seen'), taskQueue },
        args: [{ ...left, lock: emptyLock('seen') }],
      });
      const run = client.workflow.getHandle(lock.workflowId, lock.firstExecutionRunId);
      await eventuallyTrue(async () => (await run.describe()).status.name === 'CONTINUED_AS_NEW');
      return run;
    },
  },
  'lock-begins-anew': {
    script: { scope: critical, instead: asksBoth },
    play: async (stage) => {
      const { lock } = await begunAnew(stage);
      await lock.terminate();
      return lock;
    },
  },
  'asked-by-a-new-lock': {
    script: { scope: critical, instead: asksBoth },
    play: async (stage) => end((await begunAnew(stage)).release, 'depFinish'),
  },
  'lock-of-an-unused-turn': {
    script: { scope: critical, rules: { ...rules, calendar: roundTheClock, holdForMs: 1500 } },
    play: async (stage) => {
      const release = await withTurn(stage, 'T-1');
      await inLine(stage, 'T-2');
      await release.until('queued');
      await stage.lock.terminate();
      return stage.lock;
    },
  },
  /** Frozen by a window of the configuration, which then goes; afterwards nobody needs the lock. */
  'lock-retires': {
    script: { scope: critical },
    play: async (stage) => {
      const { lock } = stage;
      const frozen = async () => (await lock.query<LockState>(lockStateQuery)).windows.length > 0;
      await lock.signal(orderSignal('configure'), { version: '1', windows: [nearlyAlways] });
      await vi.waitUntil(frozen, 60_000);
      const release = await inLine(stage, 'T-1');
      await vi.waitUntil(async () => (await lock.query<LockView>(stateQuery)).freezes.length > 0, 70_000);
      await lock.signal(orderSignal('configure'), { version: '2', windows: [] });
      await release.until('awaiting_admin');
      await end(release, 'cancel');
      // It retires only if it is at rest.
      await eventuallyTrue(
        async () => {
          await lock.signal(orderSignal('retire'), {}).catch(() => undefined);
          return (await lock.describe()).status.name === 'COMPLETED';
        },
      );
      return lock;
    },
  },
  'frozen-by-event': {
    script: { scope: critical },
    play: async (stage) => {
      const { lock } = stage;
      const event = { calendar: 'network works', organizer: 'Olga', url: 'https://calendar.example.com/1' };
      const windows = [{ ...nearlyAlways, event }];
      await lock.signal(orderSignal('configure'), { version: '1', windows });
      await vi.waitUntil(async () => (await lock.query<LockView>(stateQuery)).freezes.length > 0, 70_000);
      const release = await inLine(stage, 'T-1');
      await lock.signal(orderSignal('configure'), { version: '2', windows: [] });
      await release.until('awaiting_admin');
      await end(release, 'cancel');
      await lock.terminate();
      return lock;
    },
  },
  'lock-commanded-by-updates': {
    script: { scope: critical },
    play: async (stage) => {
      const command = (payload: object) =>
        stage.lock.executeUpdate('command', { args: [{ actor: 'U_VERA', ...payload }] });
      await command({ signal: 'freeze', reason: 'works', commandId: 'freeze-1' });
      await command({ signal: 'freeze', reason: 'works', commandId: 'freeze-1' });
      await command({ signal: 'freeze' });
      const release = await inLine(stage, 'T-1');
      await command({ signal: 'unlock', reason: 'nobody has it' });
      await command({ signal: 'unfreeze', actor: 'U_ADAM' });
      await command({ signal: 'unfreeze' });
      await release.until('awaiting_admin');
      await command({ signal: 'unlock', reason: 'it hangs' });
      await release.until('awaiting_approval');
      await stage.lock.terminate();
      return stage.lock;
    },
  },
  'lock-until-without-seconds': {
    script: { scope: critical },
    play: async ({ lock }) => {
      const freezes = async () => (await lock.query<LockState>(lockStateQuery)).freezes.length;
      const freeze = { actor: 'U_VERA', reason: 'works', until: '2999-01-01T00:00Z' };
      await lock.signal('freeze', { ...freeze, until: '2999-01-01' });
      await lock.signal('freeze', freeze);
      await eventuallyTrue(async () => (await freezes()) === 1);
      await lock.executeUpdate('command', { args: [{ ...freeze, signal: 'freeze', until: '2999-01-01T03:00+03:00' }] });
      await lock.signal('unfreeze', { actor: 'U_VERA', until: '2999-01-01T00:00Z' });
      await eventuallyTrue(async () => (await freezes()) === 0);
      await lock.terminate();
      return lock;
    },
  },
  'lock-large-request-taken': { script: { scope: critical }, play: largeRequest },
  'lock-large-request-refused': { script: { scope: critical }, play: largeRequest },
  'lock-of-a-hotfix': {
    script: { scope: critical },
    play: async (stage) => {
      const first = await withTurn(stage);
      const overtaken = await inLine(stage, 'T-2');
      const hotfix = await stage.request('T-3', { hotfix: true });
      await hotfix.until('awaiting_approval');
      await hotfix.signal('accept');
      await hotfix.until('queued');
      await end(first, 'cancel');
      await hotfix.until('awaiting_admin');
      await end(hotfix, 'cancel');
      await overtaken.until('awaiting_admin');
      await stage.lock.terminate();
      return stage.lock;
    },
  },
  'open-lock-held-and-awaited': {
    script: { scope: critical },
    play: async (stage) => {
      await onProduction(stage);
      await inLine(stage, 'T-2');
      await stage.lock.signal('unfreeze', { actor: 'U_VERA' });
      await stage.lock.query(lockStateQuery);
      return stage.lock;
    },
  },
  'release-goes-on': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await onProduction(stage);
      const again = { actor: 'U_ADAM', commandId: 'same' };
      return untilNextRun(stage.client, release.handle, () => release.signal('adminHere', again));
    },
  },
};
