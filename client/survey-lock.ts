import type { Client } from '@temporalio/client';
import type { LockHolder } from '../domain/lock/lock-queue.ts';
import { orphansOf } from '../domain/lock/rebuild.ts';
import type { Heritage } from '../domain/lock/rebuild.ts';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';
import type { LockMemo } from '../domain/messages/memo.ts';
import { all, lockShown, notInStatus, openReleases, releaseShown, withId } from './visibility.ts';
import { goneReleases } from './gone-releases.ts';

/** A release may have ended this long before its coordinator without the coordinator hearing of it. */
const unheardMs = 10 * 60_000;
/** By then a release that has begun is seen to have. */
const begunWithinMs = 60_000;

/** See `LockActivities`. Throws Temporal's errors. */
export async function releasesToAsk(client: Client): Promise<readonly string[]> {
  const releaseIds = new Set<string>();
  for await (const listed of client.workflow.list({ query: openReleases })) {
    const begun = releaseShown(listed) !== null;
    // One that was started by hand and never asked for has nothing, and does not answer.
    if (begun || Date.now() - listed.startTime.getTime() < begunWithinMs) releaseIds.add(listed.workflowId);
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
): Promise<{ readonly lock: LockMemo['lock']; readonly closedAt: number } | null> {
  for await (const listed of client.workflow.list({
    query: all(withId(workflowId), notInStatus('Running', 'ContinuedAsNew')),
    pageSize: 5,
  })) {
    const lock = lockShown(listed);
    if (lock !== null) return { lock, closedAt: listed.closeTime?.getTime() ?? Date.now() };
  }
  return null;
}
