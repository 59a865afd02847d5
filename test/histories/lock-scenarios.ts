/** Locks in the middle of everything: with an orphan, and handed from run to run; and a release that is. */
import type { WorkflowHandle } from '@temporalio/client';
import { vi } from 'vitest';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import type { ReleaseMemo } from '../../domain/messages/memo.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { critical, onProduction } from './steps.ts';
import type { Actor, Scenario, Stagehand } from './steps.ts';

async function inLine(stage: Stagehand, ticket: string): Promise<Actor> {
  const release = await stage.request(ticket);
  await release.until('awaiting_approval');
  await release.signal('accept');
  await release.until('queued');
  return release;
}

/** One that ended without a word on production, and one that waits. */
async function orphaned(stage: Stagehand): Promise<Actor> {
  const dead = await onProduction(stage);
  const release = await inLine(stage, 'T-2');
  const { memo } = await dead.handle.describe();
  const { release: shown } = memo as unknown as ReleaseMemo;
  await dead.handle.terminate();
  await stage.lock.signal('releaseGone', { releaseKey: shown.key, deploying: true });
  await vi.waitUntil(async () => (await stage.lock.query<LockState>(lockStateQuery)).holders.some(({ orphan }) => orphan));
  return release;
}

const mostSignals = 3000;
const atOnce = 100;

/** What changes nothing, again and again, until it continues as new; returns the run that did. */
async function untilNextRun(client: Stagehand['client'], handle: WorkflowHandle, send: () => Promise<void>) {
  const { runId } = await handle.describe();
  const run = client.workflow.getHandle(handle.workflowId, runId);
  const isOver = async () => (await run.describe()).status.name === 'CONTINUED_AS_NEW';
  for (let sent = 0; sent < mostSignals && !(await isOver()); sent += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, send));
    await handle.query('status').catch(() => handle.query('state'));
  }
  await vi.waitUntil(isOver, { timeout: 30_000 });
  return run;
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
      await vi.waitUntil(async () => (await stage.lock.query<LockState>(lockStateQuery)).freezes.length > 0);
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
  'release-goes-on': {
    script: { scope: critical },
    play: async (stage) => {
      const release = await onProduction(stage);
      const again = { actor: 'U_ADAM', commandId: 'same' };
      return untilNextRun(stage.client, release.handle, () => release.signal('adminHere', again));
    },
  },
};
