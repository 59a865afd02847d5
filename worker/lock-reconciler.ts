import type { Client } from '@temporalio/client';
import { goneReleases } from '../client/gone-releases.ts';
import { inLocks, shownReleases } from '../client/shown-releases.ts';
import { freeAliases, reviveAliases } from '../client/key-holder.ts';
import { lockSettingsOf } from '../config/lock-settings.ts';
import { isKnown } from '../domain/calendar/calendar-windows.ts';
import type { CalendarsNow } from '../domain/calendar/calendar-windows.ts';
import { goneWith } from '../domain/lock/rebuild.ts';
import { criticalOf, locksLacking } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { sharedPartsTold } from './shared-parts-told.ts';
import { stayingTold } from './staying-told.ts';
import { lasting } from '../domain/lock/freeze.ts';
import { noSettings } from '../domain/lock/lock-settings.ts';
import type { LockMemo } from '../domain/messages/memo.ts';
import { componentOfLock, lockIdOf } from '../domain/messages/workflows.ts';
import { newsSignal, orderSignal } from '../domain/messages/definitions.ts';
import { rareMs } from './reconcile-again.ts';
import type { Reconcile } from './reconcile-again.ts';
import { openLocks, startLock, tell } from '../client/open-locks.ts';
import { compareLocks } from './compare-locks.ts';
import type { OnForgotten } from './bring-into-line.ts';

/**
 * Starts the coordinator of every component that has none and is critical, or is held or awaited by one of `releases`; tells the others of
 * settings that they have not, and lets those end that nothing needs any more. Every worker may do so at once. Returns the locks that stay
 * though the configuration gives them to no component.
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
  // They ask for their settings by themselves before they grant anything.
  await Promise.all(missing.map((component) => startLock(client, component)));
  const calendars = await calendarsNow(settings);
  await Promise.all(
    [...open].map(async ([lockId, shown]) => {
      const component = componentOfLock(lockId);
      // It keeps the events that it has.
      if (!isKnown(calendars, component)) return;
      const known = shown?.settingsVersion ?? noSettings.version;
      const current = lockSettingsOf(settings, component, calendars, Date.now());
      if (known !== current.version) await tell(client, lockId, orderSignal('configure'), current);
    }),
  );
  const others = [...open].filter(([lockId]) => !critical.includes(componentOfLock(lockId)));
  return retireUnused(client, new Map(others));
}

/**
 * A component that has left the configuration, or is not critical any more, keeps its lock until nobody has to do with it. Returns those
 * that do.
 */
async function retireUnused(
  client: Client,
  open: ReadonlyMap<string, LockMemo['lock'] | null>,
): Promise<readonly string[]> {
  if (open.size === 0) return [];
  const needed = await neededLocks(client);
  const inUse = ([lockId, shown]: readonly [string, LockMemo['lock'] | null]): boolean =>
    shown === null ||
    shown.orphans.length + lasting(shown.freezes, Date.now()).length > 0 ||
    needed.has(lockId);
  for (const one of open) {
    if (!inUse(one)) await tell(client, one[0], orderSignal('retire'), {});
  }
  return [...open].filter(inUse).map(([lockId]) => componentOfLock(lockId));
}

/** The workflow IDs of the locks with which open releases have or will have to do. */
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
 * Makes the locks what they have to be by these settings: before they are in force, so that nobody starts by them where somebody else is who
 * needed less by those before. Returns the locks that stay though the settings give them to no component, and the releases that hold or
 * await locks.
 */
export async function prepareLocks(
  client: Client,
  settings: Settings,
  calendarsNow: CalendarsNow,
): Promise<{ readonly staying: readonly string[]; readonly there: Awaited<ReturnType<typeof inLocks>> }> {
  const there = await inLocks(client);
  // Before there is a new lock that somebody else could take.
  await tellNeeds(client, settings, there);
  const releases = there.map(({ release }) => release);
  return { there, staying: await ensureLocks(client, settings, calendarsNow, releases) };
}

/** Has the releases on production take the locks that they need by these settings, and did not when they started. */
async function tellNeeds(
  client: Client,
  { components }: Settings,
  there: Awaited<ReturnType<typeof inLocks>>,
): Promise<void> {
  for (const { workflowId, release } of there) {
    if (!lifecycle[release.stage].onProduction) continue;
    const locks = locksLacking(release.components, release.locks, components);
    if (locks.length > 0) await tell(client, workflowId, newsSignal('locksNeeded'), { locks });
  }
}

/**
 * Tells the locks of releases that ended without a word since an instant (epoch ms), and frees their keys. Returns whether one of them goes
 * on, as it was reset.
 */
async function buryGone(client: Client, since: number): Promise<boolean> {
  let someGoOn = false;
  for (const { release, goesOn } of await goneReleases(client, since)) {
    someGoOn ||= goesOn;
    if (goesOn) continue;
    await freeAliases(client, release);
    const { gone, components } = goneWith(release);
    // It keeps them, also of what is not critical any more, whose coordinators nobody else would miss.
    const keeps = gone.deploying === true ? release.locks.filter(({ state }) => state === 'held') : [];
    for (const { component } of keeps) await startLock(client, component);
    for (const component of components)
      await tell(client, lockIdOf(component), orderSignal('releaseGone'), gone);
  }
  return someGoOn;
}

/**
 * The look after the locks: whether releases on production have all that they need, whether each lock has its coordinator and its settings,
 * and whether releases ended without freeing theirs. Where comparing them fails, as one lock does not answer, `onError` hears of it and the
 * next look compares again; it looks no farther back for that. `onForgotten`: see `compareLocks`.
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
    const { staying, there } = await prepareLocks(client, settings, calendarsNow);
    await tellOfStaying(staying, settings);
    await tellOfShared(there);
    const someGoOn = await buryGone(client, since);
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
