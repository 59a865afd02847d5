import type { LoggedRelease } from './log/logged-release.ts';
import type { ComponentSettings } from './settings.ts';

/** So long before the moment of the trouble may a change have been made that leads to it. */
export const suspectMs = 24 * 3_600_000;

/** Why a release is suspected; instants are epoch ms. */
export type Reason =
  | { readonly code: 'onProduction'; readonly since: number }
  | { readonly code: 'ended'; readonly as: string; readonly at: number }
  /** After the moment in question: somebody found it to be wrong. */
  | { readonly code: 'rolledBackLater'; readonly at: number }
  | { readonly code: 'overridden'; readonly at: number; readonly reason: string | null }
  /** `component` depends on what it changed. */
  | { readonly code: 'dependency'; readonly on: readonly string[] };

export interface Suspect {
  readonly release: LoggedRelease;
  readonly reasons: readonly Reason[];
}

export interface Trouble {
  /** Epoch ms. */
  readonly at: number;
  /** Null: anything. */
  readonly component: string | null;
}

/**
 * The releases that may have led to a trouble, most likely first: what was on production at that moment, before what had ended; the
 * component itself, before what it depends on; what was rolled back or overridden, before the rest; the latest change first.
 */
export function rankSuspects(
  releases: readonly LoggedRelease[],
  trouble: Trouble,
  components: Readonly<Record<string, ComponentSettings>>,
): readonly Suspect[] {
  const distances = distancesFrom(trouble.component, components);
  const ranked = releases.flatMap((release) => {
    const distance = distances === null ? 0 : nearest(release.components, distances);
    if (distance === null || !isInTime(release, trouble.at)) return [];
    const reasons = reasonsFor(release, trouble, distance);
    return [{ suspect: { release, reasons }, place: placeOf(release, reasons, distance, trouble.at) }];
  });
  return ranked.sort((a, b) => compare(a.place, b.place)).map(({ suspect }) => suspect);
}

/** How many steps a component and all that it depends on are away from it; null: everything is as near. */
function distancesFrom(
  component: string | null,
  components: Readonly<Record<string, ComponentSettings>>,
): ReadonlyMap<string, number> | null {
  if (component === null) return null;
  const distances = new Map([[component, 0]]);
  // A map's loop also visits what is added during it, so the nearest come first.
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

function reasonsFor(release: LoggedRelease, { at, component }: Trouble, distance: number): readonly Reason[] {
  const { startedAt, endedAt, endedAs, overriddenAt, overrideReason } = release;
  const reasons: Reason[] = [];
  if (endedAt !== null && endedAs !== null && endedAt < at)
    reasons.push({ code: 'ended', as: endedAs, at: endedAt });
  else reasons.push({ code: 'onProduction', since: startedAt ?? at });
  if (endedAt !== null && endedAt >= at && endedAs === 'rolledBack') {
    reasons.push({ code: 'rolledBackLater', at: endedAt });
  }
  if (overriddenAt !== null && overriddenAt <= at) {
    reasons.push({ code: 'overridden', at: overriddenAt, reason: overrideReason });
  }
  if (component !== null && distance > 0) reasons.push({ code: 'dependency', on: release.components });
  return reasons;
}

/** Compared from the left, the smaller first. */
function placeOf(
  { releaseKey, startedAt, endedAt }: LoggedRelease,
  reasons: readonly Reason[],
  distance: number,
  at: number,
): readonly (number | string)[] {
  const wasThere = reasons.some(({ code }) => code === 'onProduction');
  const suspicious = reasons.some(
    (reason) =>
      reason.code === 'rolledBackLater' ||
      reason.code === 'overridden' ||
      (reason.code === 'ended' && reason.as === 'rolledBack'),
  );
  const change = (wasThere ? startedAt : endedAt) ?? at;
  return [wasThere ? 0 : 1, distance, suspicious ? 0 : 1, at - change, releaseKey];
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const index = a.findIndex((value, place) => value !== b[place]);
  if (index === -1) return 0;
  return (a[index] ?? 0) < (b[index] ?? 0) ? -1 : 1;
}
