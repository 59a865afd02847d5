import type { BadReading } from './bad-reading.ts';
import type { LoggedRelease } from './logged-release.ts';
import type { ComponentSettings } from '../settings.ts';
import type { Unlocking } from './unlocking.ts';

/** How long before a failure a change may have been made that caused it. */
export const suspectMs = 24 * 3_600_000;
/** How long before a failure a change counts as made just before it. */
const justBeforeMs = 3_600_000;

/** Why a release is suspected. Instants are epoch ms. */
export type SuspicionReason =
  | { readonly code: 'onProduction'; readonly since: number }
  | { readonly code: 'ended'; readonly as: string; readonly at: number }
  /** After the failure: somebody found the release to be wrong. */
  | { readonly code: 'rolledBackLater'; readonly at: number }
  | { readonly code: 'overridden'; readonly at: number; readonly reason: string | null }
  /** Its lock was taken from it while it was on production. */
  | { readonly code: 'lockTaken'; readonly lock: Unlocking }
  /** It started on a component while another release was on production that had lost the lock of that component. */
  | { readonly code: 'beside'; readonly ticket: string; readonly component: string }
  /** Something turned bad while it was watched. */
  | ({ readonly code: 'turnedBad' } & Omit<BadReading, 'releaseKey'>)
  /** It changed something that the failed component depends on. */
  | { readonly code: 'dependency'; readonly on: readonly string[] };

export interface Suspect {
  readonly release: LoggedRelease;
  readonly reasons: readonly SuspicionReason[];
  /** The page that compares it with the release before it. Absent or null: not known. */
  readonly compare?: string | null;
}

/** When and where something went wrong. */
export interface Failure {
  /** Epoch ms. */
  readonly at: number;
  /** Null: any component. */
  readonly component: string | null;
}

type Components = Readonly<Record<string, ComponentSettings>>;

/**
 * The releases that may have led to a failure, most likely first. They are ordered by the first of these that differs:
 * 1. on production at that moment; ended within the hour before; on production for more than a day already, unless rolled back afterwards;
 * the rest
 * 2. something turned bad while it was watched
 * 3. rolled back afterwards
 * 4. the component itself, then its dependencies by distance
 * 5. rolled back, overridden, or without its lock
 * 6. the latest change
 */
export function rankSuspects(
  releases: readonly LoggedRelease[],
  unlockings: readonly Unlocking[],
  failure: Failure,
  components: Components,
  findings: readonly BadReading[] = [],
): readonly Suspect[] {
  const distances = distancesFrom(failure.component, components);
  const inTime = releases.filter((release) => isInTime(release, failure.at));
  const ranked = inTime.flatMap((release) => {
    const distance = distances === null ? 0 : nearest(release.components, distances);
    if (distance === null) return [];
    const reasons = [
      ...reasonsOfItsOwn(release, failure.at),
      ...findings
        .filter(({ releaseKey, found }) => releaseKey === release.releaseKey && found.at <= failure.at)
        .map(({ check, found }) => ({ code: 'turnedBad' as const, check, found })),
      ...reasonsByLocks(release, inTime, unlockings, failure.at),
      ...(distance === 0
        ? []
        : [{ code: 'dependency' as const, on: release.components.filter((name) => distances?.has(name)) }]),
    ];
    return [{ suspect: { release, reasons }, place: placeOf(release, reasons, distance, failure.at) }];
  });
  return ranked.sort((a, b) => compare(a.place, b.place)).map(({ suspect }) => suspect);
}

/** How many steps a component and each of its dependencies are away from it; null: everything is equally near. */
function distancesFrom(component: string | null, components: Components): ReadonlyMap<string, number> | null {
  if (component === null) return null;
  const distances = new Map([[component, 0]]);
  // Iterating over a map also visits what is added meanwhile, so the nearest come first.
  for (const [name, distance] of distances) {
    for (const dependency of components[name]?.dependsOn ?? []) {
      if (!distances.has(dependency)) distances.set(dependency, distance + 1);
    }
  }
  return distances;
}

function nearest(changed: readonly string[], distances: ReadonlyMap<string, number>): number | null {
  const steps = changed.flatMap((name) => distances.get(name) ?? []);
  return steps.length === 0 ? null : Math.min(...steps);
}

const isInTime = ({ startedAt, endedAt }: LoggedRelease, at: number): boolean =>
  startedAt !== null && startedAt <= at && (endedAt === null || endedAt >= at - suspectMs);

function reasonsOfItsOwn(release: LoggedRelease, at: number): readonly SuspicionReason[] {
  const { startedAt, endedAt, endedAs, overriddenAt, overrideReason } = release;
  const reasons: SuspicionReason[] = [];
  if (endedAt !== null && endedAt < at) reasons.push({ code: 'ended', as: endedAs ?? '', at: endedAt });
  else reasons.push({ code: 'onProduction', since: startedAt ?? at });
  if (endedAt !== null && endedAt >= at && endedAs === 'rolledBack') {
    reasons.push({ code: 'rolledBackLater', at: endedAt });
  }
  if (overriddenAt !== null && overriddenAt <= at) {
    reasons.push({ code: 'overridden', at: overriddenAt, reason: overrideReason });
  }
  return reasons;
}

function reasonsByLocks(
  release: LoggedRelease,
  others: readonly LoggedRelease[],
  unlockings: readonly Unlocking[],
  at: number,
): readonly SuspicionReason[] {
  return unlockings.flatMap((lock): SuspicionReason[] => {
    if (lock.at > at) return [];
    if (lock.releaseKeys.includes(release.releaseKey)) {
      return wasThereAt(release, lock.at) ? [{ code: 'lockTaken', lock }] : [];
    }
    const { component } = lock;
    const start = release.startedAt ?? 0;
    const touches = release.components.includes(component) && start >= lock.at;
    return others
      .filter((other) => touches && lock.releaseKeys.includes(other.releaseKey) && wasThereAt(other, start))
      .map(({ ticket }) => ({ code: 'beside', ticket, component }));
  });
}

const wasThereAt = ({ startedAt, endedAt }: LoggedRelease, at: number): boolean =>
  startedAt !== null && startedAt <= at && (endedAt === null || endedAt >= at);

/** A sort key: compared from the left, smaller first. */
function placeOf(
  { releaseKey, startedAt, endedAt }: LoggedRelease,
  reasons: readonly SuspicionReason[],
  distance: number,
  at: number,
): readonly (number | string)[] {
  const wasThere = reasons.some(({ code }) => code === 'onProduction');
  const sinceChange = at - ((wasThere ? startedAt : endedAt) ?? at);
  const rolledBackLater = reasons.some(({ code }) => code === 'rolledBackLater');
  const isFresh = sinceChange <= suspectMs || rolledBackLater;
  const nearness = wasThere ? (isFresh ? 0 : 2) : sinceChange <= justBeforeMs ? 1 : 3;
  return [
    nearness,
    reasons.some(({ code }) => code === 'turnedBad') ? 0 : 1,
    rolledBackLater ? 0 : 1,
    distance,
    reasons.some(isSuspicious) ? 0 : 1,
    sinceChange,
    releaseKey,
  ];
}

/** Ends that are not as they should be, and so raise suspicion. */
const badEnds = ['rolledBack', 'unlocked', 'cancelled', 'terminated'];

function isSuspicious(reason: SuspicionReason): boolean {
  switch (reason.code) {
    case 'ended':
      return badEnds.includes(reason.as);
    case 'overridden':
    case 'lockTaken':
    case 'beside':
    case 'rolledBackLater':
    case 'turnedBad':
      return true;
    case 'onProduction':
    case 'dependency':
      return false;
  }
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const index = a.findIndex((value, place) => value !== b[place]);
  if (index === -1) return 0;
  return (a[index] ?? 0) < (b[index] ?? 0) ? -1 : 1;
}
