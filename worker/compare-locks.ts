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
import { openLocks, startLock, tell } from '../client/open-locks.ts';
import { lockClaim, lockState } from '../client/lock-questions.ts';
import { answerOrNull } from '../client/or-null.ts';
import { bringIntoLine } from './bring-into-line.ts';
import type { LockUse, OnForgotten } from './bring-into-line.ts';

/**
 * Compares what every lock says with what the releases show: for what no list tells of, such as the deleted, and for releases that
 * were reset, whose memory is not that of their locks. All that it sends is harmless to those who have moved on meanwhile. `onForgotten`
 * hears of a release that waits for a lock which does not know it, and is in its line again.
 */
export async function compareLocks(client: Client, onForgotten: OnForgotten): Promise<void> {
  const claimed = await claimedLocks(client);
  const open = await openLocks(client);
  // Of a component that is not critical any more, but with which somebody still has to do.
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

/** What the open releases hold or wait for, by component; none where one will need a lock, or has to tell that it does no more. Read before the locks: what is lost until then, they know. */
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
    // What it has to tell a lock waits for that lock.
    const needed = release.neededLocks.map(({ component }) => component);
    for (const component of [...needed, ...release.lettingGo]) {
      if (!claimed.has(component)) claimed.set(component, []);
    }
  }
  return claimed;
}

/** Whether those in a lock are still there. */
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
    // Whether it was on production it shows itself: it may have ended before it could tell the lock. Of the deleted only that knows.
    const gone: ReleaseGone = known === null ? { releaseKey, deploying: null } : goneWith(known).gone;
    await tell(client, lockId, orderSignal('releaseGone'), gone);
  }
}

/** A holder that does not know of its grant, or since a reset not whether it still has it, hears of it again: it takes it, or hands it back. */
const remindOfGrants = (client: Client, { component, holders }: LockState): Promise<void> =>
  inTurn(holders, async ({ releaseId, releaseKey, requestId, token }) => {
    const release = await openRelease(client, releaseId);
    if (release?.key !== releaseKey) return;
    const isKnown = release.locks.some((lock) => lock.token === token);
    if (isKnown && !(await awaitsConfirmation(client, releaseId, component, token))) return;
    const grant: LockGrant = { component, requestId, token };
    await tell(client, releaseId, newsSignal('lockGranted'), grant);
  });

/** Whether a release that was reset waits for its lock to confirm this grant; it obeys nobody until then. One that is stuck hears nothing. */
async function awaitsConfirmation(
  client: Client,
  releaseId: string,
  component: string,
  token: number,
): Promise<boolean> {
  const claim = await answerOrNull(lockClaim(client, releaseId, component));
  return claim?.confirmed === false && claim.token === token;
}

/** Tells those who believe to hold a lock of whose grant it knows nothing. One that begins anew knows no token yet. */
async function tellOfLosses(client: Client, lock: LockState, claimed: readonly LockUse[]): Promise<void> {
  const { component, holders, lastToken } = lock;
  for (const { releaseId, key, token } of claimed) {
    if (token === null || token > lastToken || holders.some((holder) => holder.token === token)) continue;
    const loss: LockLoss = { component, requestId: key, token, ...nobody, reason: null };
    await tell(client, releaseId, newsSignal('lockLost'), loss);
  }
}
