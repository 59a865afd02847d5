import { locksOf } from '../../../../domain/components.ts';
import { isOnProduction } from '../../../../domain/release/state.ts';
import { lockNames } from './company.ts';
import type { Release } from './parts.ts';
import type { World } from './world.ts';

/**
 * The releases on production with a conflicting lock that this release needed for its start and did not have. Needed by the configuration
 * of its last checks, and including components that have lost their lock since.
 */
export function clashesOf(world: World, { state: { key }, found, started }: Release): readonly string[] {
  const touched = locksOf(started?.state.components ?? [], found?.settings ?? {}, lockNames);
  const has = (name: string) =>
    started?.state.locks.some((lock) => lock.component === name && lock.state === 'held');
  return world.releases
    .filter(({ state: other, fate }) => other.key !== key && fate !== 'closed' && isOnProduction(other))
    .flatMap(({ state: other }) =>
      other.locks
        .filter((lock) => lock.state === 'held' && !world.unlocked.has(`${lock.component}:${lock.token}`))
        .filter(({ component, mode }) =>
          touched.some(
            (lock) =>
              lock.component === component &&
              (mode === 'exclusive' || lock.mode === 'exclusive') &&
              !has(component),
          ),
        )
        .map(({ component }) => `${key} starts where ${other.key} is, on ${component}`),
    );
}
