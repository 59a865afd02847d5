import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { inTurn } from '../client/in-turn.ts';
import { signalIfPossible } from '../client/open-locks.ts';
import { isRebuilding, lockClaim, lockState } from '../client/lock-questions.ts';
import { freezesOf } from '../domain/lock/lock-queue.ts';
import type { LockRequest, LockState } from '../domain/lock/lock-queue.ts';
import { newsSignal, orderSignal } from '../domain/messages/definitions.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';

export type OnForgotten = (releaseId: string, component: string) => void;

/** A release that holds a lock or waits for it, according to its memo. */
export interface LockUse {
  readonly releaseId: string;
  readonly key: string;
  readonly token: number | null;
  /** It has asked for the lock and has not got it. */
  readonly waits: boolean;
}

/**
 * Repeats the requests of releases that a lock has forgotten, because it was told that they are gone. Only they know what they asked for.
 */
export async function bringIntoLine(
  client: Client,
  before: LockState,
  uses: readonly LockUse[],
  onForgotten: OnForgotten,
): Promise<void> {
  if (forgottenBy(before, uses).length === 0) return;
  const { component } = before;
  const lockId = lockIdOf(component);
  // A lock that rebuilds its state asks them itself; until then it knows nobody.
  if (await isRebuilding(client, lockId)) return;
  const forgotten = forgottenBy(await lockState(client, lockId), uses);
  await inTurn(forgotten, async ({ releaseId, key }) => {
    const claim = await lockClaim(client, releaseId, component);
    if (claim?.request.releaseKey !== key || claim.token !== null) return;
    await askFor(client, releaseId, component, claim.request);
    onForgotten(releaseId, component);
    // Nobody told the release about freezes that were lifted.
    const freezes = freezesOf(await lockState(client, lockId));
    await signalIfPossible(client, releaseId, newsSignal('freezesTold'), { component, freezes });
  });
}

function forgottenBy({ holders, queue }: LockState, uses: readonly LockUse[]): readonly LockUse[] {
  const known = new Set([...holders, ...queue].map(({ releaseKey }) => releaseKey));
  return uses.filter(({ key, waits }) => waits && !known.has(key));
}

/**
 * Asks a lock on behalf of a release. The release may have withdrawn or changed its request meanwhile, and ours arrive later: then corrects
 * it.
 */
async function askFor(
  client: Client,
  releaseId: string,
  component: string,
  request: LockRequest,
): Promise<void> {
  const lockId = lockIdOf(component);
  await signalIfPossible(client, lockId, orderSignal('acquire'), request);
  const after = await lockClaim(client, releaseId, component);
  const { requestId } = request;
  if (after?.request.requestId !== requestId)
    await signalIfPossible(client, lockId, orderSignal('release'), { requestId, token: null });
  else if (!isDeepStrictEqual(after.request, request))
    await askFor(client, releaseId, component, after.request);
}
