import type { Client } from '@temporalio/client';
import { goneReleases } from '../client/gone-releases.ts';
import { inLocks, shownReleases } from '../client/shown-releases.ts';
import { freeAliases, reviveAliases } from '../client/key-holder.ts';
import { lockSettingsOf } from '../config/lock-settings.ts';
import { areCalendarsRead } from '../domain/calendar/calendar-windows.ts';
import type { CalendarsNow } from '../domain/calendar/calendar-windows.ts';
import { goneWith } from '../domain/lock/rebuild.ts';
import { criticalOf, locksLacking } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { sharedPartsTold } from './shared-parts-told.ts';
import { stayingTold } from './staying-told.ts';
import { inForce } from '../domain/lock/freeze.ts';
import { noSettings } from '../domain/lock/lock-settings.ts';
import type { LockMemo } from '../domain/messages/memo.ts';
import { componentOfLock, lockIdOf } from '../domain/messages/workflows.ts';
import { newsSignal, orderSignal } from '../domain/messages/definitions.ts';
import { rareMs } from './reconcile-again.ts';
import type { Reconcile } from './reconcile-again.ts';
import { openLocks, startLock, signalIfPossible } from '../client/open-locks.ts';
import { compareLocks } from './compare-locks.ts';
import type { OnForgotten } from './bring-into-line.ts';

/**
 * Starts the missing coordinators of components that are critical, or held or awaited by one of `releases`. Sends the others their settings
 * if they lack them, and retires those that nothing needs. Every worker may do so at once. Returns the locks that stay although the
 * configuration gives them to no component.
 */
async function ensureLocks(
  client: Client,
  settings: Settings,
  calendarsNow: CalendarsNow,
  releases: readonly ListedRelease[],
): Promise<readonly string[]> {
  const open = await openLocks(client);
  const critical = criticalOf(settings.components);
  const claimed = releases.flatMap(({ locks }) =>
    locks.filter(({ state }) => state !== 'lost').map(({ component }) => component),
  );
  const missing = [...new Set([...critical, ...claimed])].filter(
    (component) => !open.has(lockIdOf(component)),
  );
  // They look up their settings themselves before they grant anything.
  await Promise.all(missing.map((component) => startLock(client, component)));
  const calendars = await calendarsNow(settings);
  await Promise.all(
    [...open].map(async ([lockId, shown]) => {
      const component = componentOfLock(lockId);
      // The calendars are not known now, so it keeps its events.
      if (!areCalendarsRead(calendars, component)) return;
      const known = shown?.settingsVersion ?? noSettings.version;
      const current = lockSettingsOf(settings, component, calendars, Date.now());
      if (known !== current.version)
        await signalIfPossible(client, lockId, orderSignal('configure'), current);
    }),
  );
  const others = [...open].filter(([lockId]) => !critical.includes(componentOfLock(lockId)));
  return retireUnused(client, new Map(others));
}

/**
 * A component that has left the configuration, or is no longer critical, keeps its lock until nobody uses it. Returns the components that
 * keep it.
 */
async function retireUnused(
  client: Client,
  open: ReadonlyMap<string, LockMemo['lock'] | null>,
): Promise<readonly string[]> {
  if (open.size === 0) return [];
  const needed = await neededLocks(client);
  const inUse = ([lockId, shown]: readonly [string, LockMemo['lock'] | null]): boolean =>
    shown === null ||
    shown.orphans.length + inForce(shown.freezes, Date.now()).length > 0 ||
    needed.has(lockId);
  for (const one of open) {
    if (!inUse(one)) await signalIfPossible(client, one[0], orderSignal('retire'), {});
  }
  return [...open].filter(inUse).map(([lockId]) => componentOfLock(lockId));
}

/** The workflow IDs of the locks that open releases use or will use. */
async function neededLocks(client: Client): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for await (const { release } of shownReleases(client)) {
    const { locks, neededLocks: toCome, lettingGo } = release;
    for (const component of [...[...locks, ...toCome].map((lock) => lock.component), ...lettingGo])
      needed.add(lockIdOf(component));
  }
  return needed;
}

/**
 * Brings the locks in line with these settings before they take effect. Otherwise a release could start next to one that needed fewer locks
 * under the old settings. Returns the locks that stay although the settings give them to no component, and the releases that hold or await
 * locks.
 */
export async function alignLocks(
  client: Client,
  settings: Settings,
  calendarsNow: CalendarsNow,
): Promise<{ readonly staying: readonly string[]; readonly there: Awaited<ReturnType<typeof inLocks>> }> {
  const there = await inLocks(client);
  // Before there is a new lock, which another release could take first.
  await tellNeeds(client, settings, there);
  const releases = there.map(({ release }) => release);
  return { there, staying: await ensureLocks(client, settings, calendarsNow, releases) };
}

/** Has releases on production take the locks that they need under these settings but did not need when they started. */
async function tellNeeds(
  client: Client,
  { components }: Settings,
  there: Awaited<ReturnType<typeof inLocks>>,
): Promise<void> {
  for (const { workflowId, release } of there) {
    if (!lifecycle[release.stage].onProduction) continue;
    const locks = locksLacking(release.components, release.locks, components);
    if (locks.length > 0) await signalIfPossible(client, workflowId, newsSignal('locksNeeded'), { locks });
  }
}

/**
 * Tells the locks about releases that ended without a word since an instant (epoch ms), and frees the keys of these. Returns whether one of
 * them was reset and goes on.
 */
async function reportGoneReleases(client: Client, since: number): Promise<boolean> {
  let someGoOn = false;
  for (const { release, goesOn } of await goneReleases(client, since)) {
    someGoOn ||= goesOn;
    if (goesOn) continue;
    await freeAliases(client, release);
    const { gone, components } = goneWith(release);
    // It keeps its locks, even of components that are no longer critical: nobody else would restart those coordinators.
    const keeps = gone.deploying === true ? release.locks.filter(({ state }) => state === 'held') : [];
    for (const { component } of keeps) await startLock(client, component);
    for (const component of components)
      await signalIfPossible(client, lockIdOf(component), orderSignal('releaseGone'), gone);
  }
  return someGoOn;
}

/**
 * Reconciles the locks: whether releases on production have all that they need, whether each lock has its coordinator and its settings, and
 * whether releases ended without freeing their locks. If comparing fails because a lock does not answer, calls `onError` and compares again
 * the next time, without extending how far back it looks. `onForgotten`: see `compareLocks`.
 */
export function lockReconciler(
  client: Client,
  calendarsNow: CalendarsNow,
  onError: (error: unknown) => void,
  onForgotten: OnForgotten,
): Reconcile {
  let comparedAt = 0;
  const tellOfStaying = stayingTold(client);
  const tellOfShared = sharedPartsTold(client);
  return async (settings, since) => {
    const now = Date.now();
    const { staying, there } = await alignLocks(client, settings, calendarsNow);
    await tellOfStaying(staying, settings);
    await tellOfShared(there);
    const someGoOn = await reportGoneReleases(client, since);
    await reviveAliases(client, since);
    if (!someGoOn && now - comparedAt < rareMs) return;
    try {
      await compareLocks(client, onForgotten);
      comparedAt = now;
    } catch (error) {
      onError(error);
    }
  };
}
