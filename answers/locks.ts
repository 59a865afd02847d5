import { criticalOf } from '../domain/components.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { unreached } from './unreached.ts';

/** The locks of these components; null: all of them. */
export const listLocks = (within: readonly string[] | null, { releases, settings }: Desk): Promise<Outcome> =>
  attempt(async () => {
    const critical = criticalOf(settings.components).filter((name) => within?.includes(name) ?? true);
    const locks = await releases.locks(critical);
    const silent = critical.filter((name) => !locks.some(({ component }) => component === name));
    return done({ locks, silent }, () => '');
  });

/** The lock of a component. */
export const showLock = (component: string, desk: Desk): Promise<Outcome> =>
  attempt(async () => {
    if (!criticalOf(desk.settings.components).includes(component)) {
      return unreached({ code: 'noLock', facts: { component } }, desk);
    }
    const [lock] = await desk.releases.locks([component]);
    return lock === undefined
      ? problem(503, 'lockAway', ({ temporalAway }) => temporalAway, { component })
      : done(lock, () => '');
  });
