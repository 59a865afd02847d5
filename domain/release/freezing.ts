import type { Freeze } from '../lock/freeze.ts';
import { asOf, lasting, nextChange } from '../lock/freeze.ts';
import { addWorkingTime, workingTimeBetween } from '../working-time.ts';
import type { FreezesTold } from '../messages/lock-messages.ts';
import { lifecycle } from './lifecycle.ts';
import { enter } from './state.ts';
import type { ReleaseState } from './state.ts';

/** A freeze and the component that it holds still. */
export interface FreezeInTheWay {
  readonly component: string;
  readonly freeze: Freeze;
}

/** The freeze that keeps a release from going on, of those that its coordinators told of; null if none does. */
export function freezeInTheWay(state: ReleaseState, now: number): FreezeInTheWay | null {
  if (state.passesFreeze || lifecycle[state.stage].onProduction) return null;
  for (const { component } of state.locks) {
    const [freeze] = lasting(state.freezes[component] ?? [], now);
    if (freeze !== undefined) return { component, freeze };
  }
  return null;
}

/** A coordinator tells which freezes its component has, and which are to come. */
export function freezesTold(
  state: ReleaseState,
  { component, freezes }: FreezesTold,
  now: number,
): ReleaseState {
  return timeRunsOrStops({ ...state, freezes: { ...state.freezes, [component]: freezes } }, now);
}

/** When the next freeze of one of its components begins or ends by itself, epoch ms; null if that is nothing to it. */
export function nextFreezeChange({ stage, locks, freezes }: ReleaseState): number | null {
  if (lifecycle[stage].onProduction) return null;
  return nextChange(locks.flatMap(({ component }) => freezes[component] ?? []));
}

/** Frozen time does not count against an unused turn, and nobody is reminded of what may not be done. */
export function timeRunsOrStops(state: ReleaseState, now: number): ReleaseState {
  const { calendar } = state.rules;
  const freezes = Object.fromEntries(
    Object.entries(state.freezes).map(([component, list]) => [component, asOf(list, now)]),
  );
  const current = { ...state, freezes };
  const frozen = freezeInTheWay(current, now) !== null;
  if (frozen && state.holdUntil !== null) {
    return { ...current, holdUntil: null, holdLeftMs: workingTimeBetween(now, state.holdUntil, calendar) };
  }
  if (!frozen && state.holdLeftMs !== null) {
    const holdUntil = addWorkingTime(now, state.holdLeftMs, calendar);
    // Whoever is to act now is reminded from now on.
    const { nudging } = enter(current, state.stage, now);
    return { ...current, holdUntil, holdLeftMs: null, nudging };
  }
  return current;
}
