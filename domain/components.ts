import type { ComponentSettings } from './settings.ts';

type Components = Readonly<Record<string, ComponentSettings>>;

export type LockMode = 'exclusive' | 'shared';

/** A lock that a release takes, identified by its component. */
export interface NeededLock {
  readonly component: string;
  readonly mode: LockMode;
}

/** Current names by former name. */
export type Renamed = Readonly<Record<string, readonly string[]>>;

const earlierNames = (name: string, components: Components): readonly string[] =>
  components[name]?.renamedFrom ?? [];

/** The current names for a name: itself if it exists, else the components renamed from it. Unknown names are returned as they are. */
export function namesNow(name: string, components: Components): readonly string[] {
  if (Object.hasOwn(components, name)) return [name];
  const now = Object.keys(components).filter((other) => earlierNames(other, components).includes(name));
  return now.length === 0 ? [name] : now;
}

/** The current names for every former name of the components that a release of `released` concerns. */
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
 * The locks that a release of `released` takes, in the one order in which every release takes locks. Names that are not in `components`
 * take none. `lingering`: components whose locks still exist although the configuration no longer has them; a release of such a component,
 * or of one renamed from it, takes that lock, too.
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

/** The components that concern a release of `released` and may still have a lock although the configuration gives them none. */
export function maybeLingering(released: readonly string[], components: Components): readonly string[] {
  const reached = [...withDependencies(namesNowOf(released, components), components)];
  const uncritical = reached.filter((name) => components[name]?.critical !== true);
  return [...new Set([...uncritical, ...reached.flatMap((name) => earlierNames(name, components))])];
}

/** The locks that a release of `released` needs and has not taken, because it took its locks under another configuration. */
export const locksLacking = (
  released: readonly string[],
  taken: readonly NeededLock[],
  components: Components,
  lingering: readonly string[] = [],
): readonly NeededLock[] =>
  locksOf(released, components, lingering).filter(
    (lock) => !taken.some(({ component }) => component === lock.component),
  );

/** The names of critical components, in the order of the configuration. */
export const criticalOf = (components: Components): readonly string[] =>
  Object.keys(components).filter((name) => components[name]?.critical === true);

/** Whether a release of these components needs an admin, `no_need_admin` aside. Unknown names need one. */
export function needsAdmin(released: readonly string[], components: Components): boolean {
  return namesNowOf(released, components).some((name) => components[name]?.admin ?? true);
}

function withDependencies(released: readonly string[], components: Components): Set<string> {
  const reached = new Set(released);
  // Iterating over a set also visits what is added meanwhile.
  for (const name of reached) {
    for (const dependency of components[name]?.dependsOn ?? []) reached.add(dependency);
  }
  return reached;
}

const channelsOf = (released: readonly string[], components: Components): readonly string[] => [
  ...new Set(released.flatMap((name) => components[name]?.channel ?? [])),
];

/** The channel for the card of a release: that of its only component; null: the release channel. */
export const cardChannelOf = (released: readonly string[], components: Components): string | null =>
  released.length === 1 ? (channelsOf(released, components)[0] ?? null) : null;

/** The channels that get a link to the card of a release of several components. */
export const linkingChannelsOf = (released: readonly string[], components: Components): readonly string[] =>
  released.length > 1 ? channelsOf(released, components) : [];
