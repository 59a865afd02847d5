/** Which freezes an answer about freezes names, in any language. */
import { byConfiguration } from '../domain/lock/freeze.ts';
import { isService } from '../domain/service.ts';
import type { FreezeView, LockView } from '../domain/lock/lock-view.ts';
import type { Surroundings } from './facts.ts';

/** One freeze and what it holds still. */
export interface FrozenTogether {
  readonly components: readonly string[];
  readonly freeze: FreezeView;
}

/**
 * What stays frozen where `setBy` lifted theirs. Of everything: on every lock that could be read, whether or not it has heard of it by now;
 * the same freeze of several is one.
 */
export function stayingFrozen(
  component: string,
  freezes: readonly FreezeView[],
  everywhere: { readonly except: string | null } | null,
  { locks }: Surroundings,
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

/** All freezes of these locks. */
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

/** Whether there are some that a person set, and some of the configuration; which services set others, and in which calendars others stand. */
export const kindsOf = (staying: readonly FrozenTogether[]) => ({
  byPeople: staying.some(({ freeze: { by } }) => by !== byConfiguration && !isService(by)),
  services: [...new Set(staying.map(({ freeze: { by } }) => by).filter(isService))],
  byWindows: staying.some(({ freeze }) => freeze.by === byConfiguration && freeze.event === undefined),
  calendars: calendarsIn(staying.map(({ freeze }) => freeze)),
});

/** In which calendars freezes stand. */
export const calendarsIn = (freezes: readonly FreezeView[]): readonly string[] => [
  ...new Set(freezes.flatMap(({ event }) => event?.calendar ?? [])),
];
