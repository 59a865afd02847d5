import type { Client } from '@temporalio/client';
import { goneReleases } from '../client/gone-releases.ts';
import { onProduction } from '../client/on-production.ts';
import { freeAliases, reviveAliases } from '../client/key-holder.ts';
import { lockSettingsOf } from '../config/lock-settings.ts';
import { goneWith } from '../domain/lock/rebuild.ts';
import { criticalOf, locksLacking } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { lockIdOf } from '../domain/messages/workflows.ts';
import { newsSignal, orderSignal } from '../domain/messages/definitions.ts';
import type { Reconcile } from './reconcile-again.ts';
import { openLocks, startLock, tell } from '../client/open-locks.ts';
import { makeRound } from './round.ts';

/** How often every lock is compared with the releases. */
const roundEveryMs = 5 * 60_000;

/**
 * Starts the coordinator of every critical component that has none, and tells the others of settings that they have not. Every
 * worker may do so at once.
 */
export async function ensureLocks(client: Client, settings: Settings): Promise<void> {
  const versions = await openLocks(client);
  await Promise.all(
    criticalOf(settings.components).map(async (component) => {
      const lockId = lockIdOf(component);
      const known = versions.get(lockId);
      // It asks for its settings by itself before it grants anything.
      if (known === undefined) return startLock(client, component);
      const current = lockSettingsOf(settings, component);
      if (known !== current.version) await tell(client, lockId, orderSignal('configure'), current);
    }),
  );
}

/** Has the releases on production take the locks that they need by these settings, and did not when they started. */
async function tellNeeds(client: Client, { components }: Settings): Promise<void> {
  for (const { workflowId, release } of await onProduction(client)) {
    const locks = locksLacking(release.components, release.locks, components);
    if (locks.length > 0) await tell(client, workflowId, newsSignal('locksNeeded'), { locks });
  }
}

/** Tells the locks of releases that ended without a word since an instant (epoch ms), and frees their keys; whether one of them goes on, as it was reset. */
async function buryGone(client: Client, since: number): Promise<boolean> {
  let someGoOn = false;
  for (const { release, goesOn } of await goneReleases(client, since)) {
    someGoOn ||= goesOn;
    if (goesOn) continue;
    await freeAliases(client, release);
    const { gone, components } = goneWith(release);
    for (const component of components)
      await tell(client, lockIdOf(component), orderSignal('releaseGone'), gone);
  }
  return someGoOn;
}

/**
 * The look after the locks: whether releases on production have all that they need, each lock has its coordinator and its settings, and whether releases ended without freeing theirs. A round that
 * fails, as one lock does not answer, is reported to `onError` and made again at the next look, which looks no farther back for that.
 */
export function lockReconciler(client: Client, onError: (error: unknown) => void): Reconcile {
  let roundAt = 0;
  return async (settings, since) => {
    const now = Date.now();
    // Before there is a new lock that somebody else could take.
    await tellNeeds(client, settings);
    await ensureLocks(client, settings);
    const someGoOn = await buryGone(client, since);
    await reviveAliases(client, since);
    if (!someGoOn && now - roundAt < roundEveryMs) return;
    try {
      await makeRound(client);
      roundAt = now;
    } catch (error) {
      onError(error);
    }
  };
}
