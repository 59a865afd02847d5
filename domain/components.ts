import type { ComponentSettings } from './settings.ts';

type Components = Readonly<Record<string, ComponentSettings>>;

export type LockMode = 'exclusive' | 'shared';

/** A lock that a release takes, named by its component. */
export interface NeededLock {
  readonly component: string;
  readonly mode: LockMode;
}

/** What was called so earlier, by the earlier name. */
export type Renamed = Readonly<Record<string, readonly string[]>>;

const earlierNames = (name: string, components: Components): readonly string[] =>
  components[name]?.renamedFrom ?? [];

/** What a name means now: itself, or the components that were called so earlier; itself as well where nobody knows it. */
export function namesNow(name: string, components: Components): readonly string[] {
  if (Object.hasOwn(components, name)) return [name];
  const now = Object.keys(components).filter((other) => earlierNames(other, components).includes(name));
  return now.length === 0 ? [name] : now;
}

/** What earlier names mean now, of all components that a release of `released` concerns. */
export function renamedIn(released: readonly string[], components: Components): Renamed {
  const olds = [...withDependencies(namesNowOf(released, components), components)].flatMap((name) =>
    earlierNames(name, components),
  );
  return Object.fromEntries(olds.map((old) => [old, namesNow(old, components)]));
}

export const namesNowOf = (names: readonly string[], components: Components): readonly string[] => [
  ...new Set(names.flatMap((name) => namesNow(name, components))),
];

/**
 * The locks that a release of `released` takes, in the one order in which every release takes its locks. Names that are not in
 * `components` take none. `lingering`: components that have a lock still, though the configuration gives them none; whoever
 * releases what was called so takes that lock, too.
 */
export function locksOf(
  released: readonly string[],
  components: Components,
  lingering: readonly string[] = [],
): NeededLock[] {
  const touched = namesNowOf(released, components);
  const modes = new Map<string, LockMode>();
  for (const name of withDependencies(touched, components)) {
    const own = components[name]?.critical === true || lingering.includes(name) ? [name] : [];
    for (const lock of [...own, ...earlierNames(name, components).filter((old) => lingering.includes(old))]) {
      if (touched.includes(name)) modes.set(lock, 'exclusive');
      else if (!modes.has(lock)) modes.set(lock, 'shared');
    }
  }
  return [...modes]
    .map(([component, mode]) => ({ component, mode }))
    .sort((a, b) => (a.component < b.component ? -1 : 1)); // by code unit: the order must not depend on the machine's locale
}

/** The components that may have a lock still, though the configuration gives them none, and that would concern a release of `released`. */
export function maybeLingering(released: readonly string[], components: Components): readonly string[] {
  const reached = [...withDependencies(namesNowOf(released, components), components)];
  const uncritical = reached.filter((name) => components[name]?.critical !== true);
  return [...new Set([...uncritical, ...reached.flatMap((name) => earlierNames(name, components))])];
}

/** The locks that a release of `released` takes and has not: it took those that it has by another configuration. */
export const locksLacking = (
  released: readonly string[],
  taken: readonly NeededLock[],
  components: Components,
  lingering: readonly string[] = [],
): readonly NeededLock[] =>
  locksOf(released, components, lingering).filter(
    (lock) => !taken.some(({ component }) => component === lock.component),
  );

/** The names of those that have a lock, in the order of the configuration. */
export const criticalOf = (components: Components): readonly string[] =>
  Object.keys(components).filter((name) => components[name]?.critical === true);

/** Whether a release of these needs an admin, `no_need_admin` aside. A name that nobody configured needs one. */
export function needsAdmin(released: readonly string[], components: Components): boolean {
  return namesNowOf(released, components).some((name) => components[name]?.admin ?? true);
}

function withDependencies(released: readonly string[], components: Components): Set<string> {
  const reached = new Set(released);
  // A set's loop also visits what is added during it.
  for (const name of reached) {
    for (const dependency of components[name]?.dependsOn ?? []) reached.add(dependency);
  }
  return reached;
}

const channelsOf = (released: readonly string[], components: Components): readonly string[] => [
  ...new Set(released.flatMap((name) => components[name]?.channel ?? [])),
];

/** Where the card of a release goes: the channel of its only component; null is the release channel. */
export const cardChannelOf = (released: readonly string[], components: Components): string | null =>
  released.length === 1 ? (channelsOf(released, components)[0] ?? null) : null;

/** The channels from which the card of a release of several components is linked. */
export const linkingChannelsOf = (released: readonly string[], components: Components): readonly string[] =>
  released.length > 1 ? channelsOf(released, components) : [];
