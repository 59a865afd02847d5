/** Which freezes an answer about freezes names, in any language. */
import { byConfiguration } from '../domain/lock/freeze.ts';
import { isService } from '../domain/service.ts';
import type { FreezeView, LockView } from '../domain/lock/lock-view.ts';
import type { TextContext } from './facts.ts';

/** A freeze and the components it covers. */
export interface FrozenTogether {
  readonly components: readonly string[];
  readonly freeze: FreezeView;
}

/**
 * The freezes that remain after `unfreeze`. With `everywhere`, of all locks that could be read, without those by `except`, which some locks
 * may not have lifted yet. The same freeze of several components counts once.
 */
export function stayingFrozen(
  component: string,
  freezes: readonly FreezeView[],
  everywhere: { readonly except: string | null } | null,
  { locks }: TextContext,
): readonly FrozenTogether[] {
  const here = { component, freezes };
  const places = everywhere === null || locks.length === 0 ? [here] : locks;
  return frozenTogether(
    places.map((lock) => ({
      ...lock,
      freezes: lock.freezes.filter(({ by }) => by !== everywhere?.except),
    })),
  );
}

/** The freezes of these locks, merged. */
export function frozenTogether(
  locks: readonly Pick<LockView, 'component' | 'freezes'>[],
): readonly FrozenTogether[] {
  const all = locks.flatMap(({ component, freezes }) => freezes.map((freeze) => ({ component, freeze })));
  const nameOf = ({ by, reason, until, event }: FreezeView) =>
    JSON.stringify([by, reason, until, event?.calendar]);
  const first = all.filter(
    ({ freeze }, index) => all.findIndex((other) => nameOf(other.freeze) === nameOf(freeze)) === index,
  );
  return first.map(({ freeze }) => ({
    freeze,
    components: all
      .filter((other) => nameOf(other.freeze) === nameOf(freeze))
      .map((other) => other.component),
  }));
}

/**
 * The kinds of the remaining freezes: whether people and freeze windows of the configuration are among them, which services, and which
 * calendars.
 */
export const kindsOf = (staying: readonly FrozenTogether[]) => ({
  byPeople: staying.some(({ freeze: { by } }) => by !== byConfiguration && !isService(by)),
  services: [...new Set(staying.map(({ freeze: { by } }) => by).filter(isService))],
  byWindows: staying.some(({ freeze }) => freeze.by === byConfiguration && freeze.event === undefined),
  calendars: calendarsIn(staying.map(({ freeze }) => freeze)),
});

/** The calendars that the freezes come from. */
export const calendarsIn = (freezes: readonly FreezeView[]): readonly string[] => [
  ...new Set(freezes.flatMap(({ event }) => event?.calendar ?? [])),
];
