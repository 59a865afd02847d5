import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { LockHolder } from '../domain/lock/lock-queue.ts';
import { orphansOf } from '../domain/lock/rebuild.ts';
import type { Heritage } from '../domain/lock/rebuild.ts';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import { lockIdOf, releaseWorkflow } from '../domain/messages/workflows.ts';
import type { ListedRelease, LockMemo } from '../domain/messages/memo.ts';
import {
  all,
  closedAfter,
  hasBegun,
  inStatus,
  lockShown,
  notInStatus,
  ofType,
  openReleases,
  releaseShown,
  withId,
} from './visibility.ts';
import { goneReleases } from './gone-releases.ts';

/** How long before its coordinator a release may have ended without the coordinator hearing of it. */
const unheardMs = 10 * 60_000;
/** After this time, lists show that a release has begun. */
const begunWithinMs = 60_000;

/** How many open releases are all asked; if there are more, only some are. A run takes 10,000 signals, and each answer is one. */
const askedAtMost = 500;
/** After this time, lists show what a release published before it asked a lock for anything. */
const listLagMs = 2000;

/** See `LockActivities`. `component`: null for a workflow from before 1.2, which asks them all. Throws Temporal's errors. */
export async function releasesToAsk(
  client: Client,
  component: string | null,
  atMost = askedAtMost,
): Promise<readonly string[]> {
  const everyone = await begunReleases(client, () => true);
  if (component === null || everyone.length <= atMost) return everyone;
  await sleep(listLagMs);
  return begunReleases(client, (release) => release === null || mayUse(release, component));
}

/** Whether its memo shows that it uses the lock of a component, or may under another configuration. */
const mayUse = ({ components, locks, neededLocks, lettingGo }: ListedRelease, component: string): boolean =>
  components.includes(component) ||
  lettingGo.includes(component) ||
  [...locks, ...neededLocks].some((lock) => lock.component === component);

/** The open releases that have begun and match `isIt`, which gets null for one whose memo shows nothing yet. */
async function begunReleases(
  client: Client,
  isIt: (release: ListedRelease | null) => boolean,
): Promise<readonly string[]> {
  const releaseIds = new Set<string>();
  for await (const listed of client.workflow.list({ query: openReleases })) {
    const release = releaseShown(listed);
    if (!isIt(release)) continue;
    // A workflow that was started by hand and never requested has nothing, and does not answer.
    if (hasBegun(listed) || Date.now() - listed.startTime.getTime() < begunWithinMs)
      releaseIds.add(listed.workflowId);
  }
  // A list may show the end of a run before the run that continues it.
  const wentOn = all(
    ofType(releaseWorkflow),
    inStatus('ContinuedAsNew'),
    closedAfter(Date.now() - begunWithinMs),
  );
  for await (const listed of client.workflow.list({ query: wentOn })) {
    if (isIt(releaseShown(listed))) releaseIds.add(listed.workflowId);
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

/**
 * The memo of the last coordinator that knew the lock. One that was terminated earlier has none, nor has a run that version 1.1 continued.
 */
async function lastThatKnew(
  client: Client,
  workflowId: string,
): Promise<{ readonly lock: LockMemo['lock']; readonly closedAt: number } | null> {
  let closedAt: number | null = null;
  for await (const listed of client.workflow.list({
    query: all(withId(workflowId), notInStatus('Running')),
    pageSize: 5,
  })) {
    closedAt ??= listed.closeTime?.getTime() ?? Date.now();
    const lock = lockShown(listed);
    if (lock !== null) return { lock, closedAt };
  }
  return null;
}
