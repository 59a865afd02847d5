import type { Client } from '@temporalio/client';
import { openRelease } from '../client/gone-releases.ts';
import type { LockState } from '../domain/lock/lock-queue.ts';
import { goneWith } from '../domain/lock/rebuild.ts';
import { awaits } from '../domain/release/locking.ts';
import type { LockGrant, LockLoss, ReleaseGone } from '../domain/messages/lock-messages.ts';
import { nobody } from '../domain/messages/origin.ts';
import { lastRun } from '../client/closed-runs.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';
import { newsSignal, orderSignal } from '../domain/messages/definitions.ts';
import { shownReleases } from '../client/shown-releases.ts';
import { inTurn } from '../client/in-turn.ts';
import { openLocks, startLock, signalIfPossible } from '../client/open-locks.ts';
import { lockClaim, lockState } from '../client/lock-questions.ts';
import { answerOrNull } from '../client/or-null.ts';
import { bringIntoLine } from './bring-into-line.ts';
import type { LockUse, OnForgotten } from './bring-into-line.ts';

/**
 * Compares the state of every lock with what the releases show. Finds what no list shows: deleted releases, and reset ones, whose memory
 * differs from that of their locks. Everything that it sends is harmless to those who have moved on meanwhile. `onForgotten` gets a release
 * that waited for a lock which did not know it, and is in its queue again.
 */
export async function compareLocks(client: Client, onForgotten: OnForgotten): Promise<void> {
  const claimed = await claimedLocks(client);
  const open = await openLocks(client);
  // Locks of components that are no longer critical but still in use.
  const missing = [...claimed.keys()].filter((component) => !open.has(lockIdOf(component)));
  await Promise.all(missing.map((component) => startLock(client, component)));
  await inTurn(open.keys(), (lockId) => visit(client, lockId, claimed, onForgotten));
}

async function visit(
  client: Client,
  lockId: string,
  claimed: ReadonlyMap<string, readonly LockUse[]>,
  onForgotten: OnForgotten,
): Promise<void> {
  const lock = await lockState(client, lockId);
  await askForThoseIn(client, lockId, lock);
  await remindOfGrants(client, lock);
  const uses = claimed.get(lock.component) ?? [];
  await tellOfLosses(client, lock, uses);
  await bringIntoLine(client, lock, uses, onForgotten);
}

/**
 * What open releases hold or wait for, by component. The list is empty if a release will only need the lock later, or has yet to give it
 * up. Read before the locks, which know what changes in between.
 */
async function claimedLocks(client: Client): Promise<ReadonlyMap<string, readonly LockUse[]>> {
  const claimed = new Map<string, LockUse[]>();
  for await (const { workflowId: releaseId, release } of shownReleases(client)) {
    for (const lock of release.locks) {
      const { component, token } = lock;
      const before = claimed.get(component) ?? [];
      claimed.set(component, [
        ...before,
        { releaseId, key: release.key, token, waits: awaits(release, lock) },
      ]);
    }
    // What a release has to tell a lock waits until that lock is open.
    const needed = release.neededLocks.map(({ component }) => component);
    for (const component of [...needed, ...release.lettingGo]) {
      if (!claimed.has(component)) claimed.set(component, []);
    }
  }
  return claimed;
}

/** Checks whether the releases in a lock still exist, and tells it which are gone. */
async function askForThoseIn(client: Client, lockId: string, lock: LockState): Promise<void> {
  const { holders, queue } = lock;
  const buried = new Set(holders.filter(({ orphan }) => orphan).map(({ releaseKey }) => releaseKey));
  for (const place of [...queue, ...holders]) {
    const { releaseId, releaseKey } = place;
    if (buried.has(releaseKey)) continue;
    const last = await lastRun(client, releaseId);
    const known = last?.release?.key === releaseKey ? last.release : null;
    if (last?.isOpen === true && (last.release === null || known !== null)) continue;
    buried.add(releaseKey);
    // Its memo shows whether it was on production: it may have ended before it could tell the lock. For a deleted release, only the lock
    // knows.
    const gone: ReleaseGone = known === null ? { releaseKey, deploying: null } : goneWith(known).gone;
    await signalIfPossible(client, lockId, orderSignal('releaseGone'), gone);
  }
}

/**
 * Repeats the grant to holders that do not know of it, or that do not know since a reset whether they still have it: they take it or hand
 * it back.
 */
const remindOfGrants = (client: Client, { component, holders }: LockState): Promise<void> =>
  inTurn(holders, async ({ releaseId, releaseKey, requestId, token }) => {
    const release = await openRelease(client, releaseId);
    if (release?.key !== releaseKey) return;
    const isKnown = release.locks.some((lock) => lock.token === token);
    if (isKnown && !(await awaitsConfirmation(client, releaseId, component, token))) return;
    const grant: LockGrant = { component, requestId, token };
    await signalIfPossible(client, releaseId, newsSignal('lockGranted'), grant);
  });

/** Whether a reset release waits for its lock to confirm this grant; it obeys nobody until then. False if the release is stuck. */
async function awaitsConfirmation(
  client: Client,
  releaseId: string,
  component: string,
  token: number,
): Promise<boolean> {
  const claim = await answerOrNull(lockClaim(client, releaseId, component));
  return claim?.confirmed === false && claim.token === token;
}

/** Tells releases that they do not hold the lock if it knows nothing of their grant. A lock that rebuilds its state knows no token yet. */
async function tellOfLosses(client: Client, lock: LockState, claimed: readonly LockUse[]): Promise<void> {
  const { component, holders, lastToken } = lock;
  for (const { releaseId, key, token } of claimed) {
    if (token === null || token > lastToken || holders.some((holder) => holder.token === token)) continue;
    const loss: LockLoss = { component, requestId: key, token, ...nobody, reason: null };
    await signalIfPossible(client, releaseId, newsSignal('lockLost'), loss);
  }
}
