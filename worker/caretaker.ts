import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { goneReleases, openKeyOf } from '../activities/gone-releases.ts';
import { lockSettingsOf } from '../config/lock-settings.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { LockState } from '../domain/lock-queue.ts';
import { goneWith } from '../domain/lock-rebuild.ts';
import { noSettings } from '../domain/lock-settings.ts';
import type { LockOrder } from '../domain/release/lock-messages.ts';
import type { Settings } from '../domain/settings.ts';
import { lockIdOf, lockStateQuery, lockWorkflow, taskQueue } from '../workflows/names.ts';
import type { LockMemo } from '../workflows/names.ts';

/** Lists lag behind a little, and a look takes its time. */
const overlapMs = 60_000;
/** How often every lock is asked whether those in it are still there: what was deleted is in no list. */
const roundEveryMs = 5 * 60_000;

const criticalComponents = ({ components }: Settings): string[] =>
  Object.entries(components).flatMap(([name, { critical }]) => (critical ? [name] : []));

/**
 * Starts the coordinator of every critical component that has none, and tells the others of settings that they have not. Every
 * worker may do so at once.
 */
export async function ensureLocks(client: Client, settings: Settings): Promise<void> {
  const versions = await openLocks(client);
  await Promise.all(
    criticalComponents(settings).map(async (component) => {
      const lockId = lockIdOf(component);
      const known = versions.get(lockId);
      // It asks for its settings by itself before it grants anything.
      if (known === undefined) return startLock(client, component);
      const current = lockSettingsOf(settings, component);
      if (known !== current.version) await tellLock(client, lockId, 'configure', current);
    }),
  );
}

/** Which settings each of them has, by its workflow ID. */
async function openLocks(client: Client): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  const query = `WorkflowType = '${lockWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, memo } of client.workflow.list({ query })) {
    // It writes a memo only once there is something to remember.
    const { settingsVersion } = (memo as Partial<LockMemo> | undefined)?.lock ?? {};
    versions.set(workflowId, settingsVersion ?? noSettings.version);
  }
  return versions;
}

async function startLock(client: Client, component: string): Promise<void> {
  try {
    await client.workflow.start(lockWorkflow, {
      workflowId: lockIdOf(component),
      taskQueue,
      staticSummary: `Who may release ${component}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Tells the locks of releases that ended without a word since an instant (epoch ms). */
async function buryGone(client: Client, since: number): Promise<void> {
  for (const { release } of await goneReleases(client, since)) {
    const { gone, components } = goneWith(release);
    for (const component of components) await tellLock(client, lockIdOf(component), 'releaseGone', gone);
  }
}

/** Asks every lock who is in it, and Temporal whether they are still there. */
async function makeRound(client: Client): Promise<void> {
  for (const lockId of (await openLocks(client)).keys()) {
    const { holders, queue } = await client.workflow.getHandle(lockId).query<LockState>(lockStateQuery);
    const buried = new Set(holders.filter(({ orphan }) => orphan).map(({ releaseKey }) => releaseKey));
    for (const { releaseId, releaseKey } of [...holders, ...queue]) {
      if (buried.has(releaseKey) || (await openKeyOf(client, releaseId)) === releaseKey) continue;
      buried.add(releaseKey);
      await tellLock(client, lockId, 'releaseGone', { releaseKey, deploying: null });
    }
  }
}

/** A coordinator that is gone will ask by itself when it is back. */
async function tellLock<T extends LockOrder['type']>(
  client: Client,
  lockId: string,
  signal: T,
  payload: Extract<LockOrder, { type: T }>['payload'],
): Promise<void> {
  try {
    await client.workflow.getHandle(lockId).signal(signal, payload);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/**
 * Looks after the locks until `signal` aborts: every `locks.checkEvery` whether each has its coordinator and its settings, and
 * whether releases ended without freeing theirs. What it does is idempotent, so every worker may do it at once, and it forgets nothing that
 * matters when it dies. What fails is reported to `onError` and done again at the next look.
 */
export async function takeCare(
  client: Client,
  settingsNow: SettingsSource,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  // A worker that starts does not know for how long there was none.
  let lookedAt = 0;
  let roundAt = 0;
  while (!signal.aborted) {
    const settings = await settingsNow();
    const now = Date.now();
    try {
      await ensureLocks(client, settings);
      await buryGone(client, Math.max(0, lookedAt - overlapMs));
      lookedAt = now;
      if (now - roundAt >= roundEveryMs) {
        await makeRound(client);
        roundAt = now;
      }
    } catch (error) {
      onError(error);
    }
    await sleep(settings.checkEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
