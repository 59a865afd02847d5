import type { Freeze } from '../lock/freeze.ts';
import { asOf, inForce, nextChange } from '../lock/freeze.ts';
import { addWorkingTime, workingTimeBetween } from '../working-time.ts';
import type { FreezesTold } from '../messages/lock-messages.ts';
import { lifecycle } from './lifecycle.ts';
import { enter } from './state.ts';
import type { ReleaseState } from './state.ts';

/** A freeze and the component that it freezes. */
export interface FreezeInTheWay {
  readonly component: string;
  readonly freeze: Freeze;
}

/** The freeze that stops a release, among those that its coordinators reported; null if none does. */
export function freezeInTheWay(state: ReleaseState, now: number): FreezeInTheWay | null {
  if (state.passesFreeze || lifecycle[state.stage].onProduction) return null;
  for (const { component } of state.locks) {
    const [freeze] = inForce(state.freezes[component] ?? [], now);
    if (freeze !== undefined) return { component, freeze };
  }
  return null;
}

/** Takes in the freezes of a component, present and coming, as its coordinator reports them. */
export function freezesTold(
  state: ReleaseState,
  { component, freezes }: FreezesTold,
  now: number,
): ReleaseState {
  return timeRunsOrStops({ ...state, freezes: { ...state.freezes, [component]: freezes } }, now);
}

/** When the next freeze of its components begins or ends by itself, epoch ms; null if none does, or if freezes no longer matter to it. */
export function nextFreezeChange({ stage, locks, freezes }: ReleaseState): number | null {
  if (lifecycle[stage].onProduction) return null;
  return nextChange(locks.flatMap(({ component }) => freezes[component] ?? []));
}

/** Stops or restarts the time of an unused turn: frozen time does not count against it, and nobody is reminded of what they may not do. */
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
    // Reminders for whoever has to act start over.
    const { nudging } = enter(current, state.stage, now);
    return { ...current, holdUntil, holdLeftMs: null, nudging };
  }
  return current;
}
