import type { Client } from '@temporalio/client';
import type { LockHolder } from '../domain/lock/lock-queue.ts';
import { orphansOf } from '../domain/lock/rebuild.ts';
import type { Heritage } from '../domain/lock/rebuild.ts';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import { lockIdOf, releaseWorkflow } from '../domain/messages/workflows.ts';
import type { LockMemo, ReleaseMemo } from '../domain/messages/memo.ts';
import { goneReleases } from './gone-releases.ts';

/** A release may have ended this long before its coordinator without the coordinator hearing of it. */
const unheardMs = 10 * 60_000;
/** By then a release that has begun is seen to have. */
const begunWithinMs = 60_000;

/** See `LockActivities`. Throws Temporal's errors. */
export async function releasesToAsk(client: Client): Promise<readonly string[]> {
  const releaseIds = new Set<string>();
  const query = `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, memo, startTime } of client.workflow.list({ query })) {
    const begun = (memo as Partial<ReleaseMemo> | undefined)?.release !== undefined;
    // One that was started by hand and never asked for has nothing, and does not answer.
    if (begun || Date.now() - startTime.getTime() < begunWithinMs) releaseIds.add(workflowId);
  }
  return [...releaseIds];
}

/** See `LockActivities`. Throws Temporal's errors. */
export async function inheritLock(
  client: Client,
  component: string,
  settings: LockSettings,
): Promise<Heritage> {
  const predecessor = await lastThatKnew(client, lockIdOf(component));
  const { orphans, freezes, unlocked } = predecessor?.lock ?? { orphans: [], freezes: [], unlocked: [] };
  const unheardSince = (predecessor?.closedAt ?? Date.now()) - unheardMs;
  const lost = (await goneReleases(client, unheardSince)).flatMap(({ release, workflowId, goesOn }) =>
    goesOn ? [] : orphansOf(release, workflowId, component),
  );
  const isKnown = ({ releaseKey }: LockHolder) => orphans.some((orphan) => orphan.releaseKey === releaseKey);
  return { orphans, freezes, unlocked, unheard: lost.filter((orphan) => !isKnown(orphan)), settings };
}

/** The memo of the last coordinator that knew the lock: one that was terminated before has none. */
async function lastThatKnew(
  client: Client,
  workflowId: string,
): Promise<(LockMemo & { readonly closedAt: number }) | null> {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus != 'Running' AND ExecutionStatus != 'ContinuedAsNew'`;
  for await (const { closeTime, memo } of client.workflow.list({ query, pageSize: 5 })) {
    const { lock } = (memo ?? {}) as Partial<LockMemo>;
    if (lock !== undefined) return { lock, closedAt: closeTime?.getTime() ?? Date.now() };
  }
  return null;
}
