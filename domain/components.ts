import type { ComponentSettings } from './settings.ts';

type Components = Readonly<Record<string, ComponentSettings>>;

export type LockMode = 'exclusive' | 'shared';

/** A lock that a release takes, named by its component. */
export interface NeededLock {
  readonly component: string;
  readonly mode: LockMode;
}

/**
 * The locks that a release of `released` takes, in the one order in which every release takes its locks.
 * Names that are not in `components` take none.
 */
export function locksOf(released: readonly string[], components: Components): NeededLock[] {
  return [...withDependencies(released, components)]
    .filter((name) => components[name]?.critical)
    .sort() // by code unit: the order must not depend on the machine's locale
    .map((component) => ({ component, mode: released.includes(component) ? 'exclusive' : 'shared' }));
}

/** The locks that a release of `released` takes and has not: it took those that it has by another configuration. */
export const locksLacking = (
  released: readonly string[],
  taken: readonly NeededLock[],
  components: Components,
): readonly NeededLock[] =>
  locksOf(released, components).filter(
    (lock) => !taken.some(({ component }) => component === lock.component),
  );

/** The names of those that have a lock, in the order of the configuration. */
export const criticalOf = (components: Components): readonly string[] =>
  Object.keys(components).filter((name) => components[name]?.critical === true);

/** Whether a release of these needs an admin, `no_need_admin` aside. A name that nobody configured needs one. */
export function needsAdmin(released: readonly string[], components: Components): boolean {
  return released.some((name) => components[name]?.admin ?? true);
}

function withDependencies(released: readonly string[], components: Components): Set<string> {
  const reached = new Set(released);
  // A set's loop also visits what is added during it.
  for (const name of reached) {
    for (const dependency of components[name]?.dependsOn ?? []) reached.add(dependency);
  }
  return reached;
}
