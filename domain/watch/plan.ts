import type { ComponentSettings } from '../settings.ts';
import type { ComponentWatch, WatchCheck } from './check.ts';

export interface PlannedCheck {
  /** `COMPONENT/NAME`; unique within its plan. */
  readonly id: string;
  readonly component: string;
  readonly check: WatchCheck;
}

/** How a release is watched. Stored with the watch, so later edits of the settings apply to later releases only. */
export interface WatchPlan extends Omit<ComponentWatch, 'checks'> {
  readonly checks: readonly PlannedCheck[];
}

const idOf = (component: string, { name }: WatchCheck): string => `${component}/${name}`;

/** The component in a check ID. */
export const componentOf = (id: string): string => id.slice(0, id.indexOf('/'));
export const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1);

/**
 * The plan for several components: all checks, the longest duration, the shortest interval, and the lock if one of them wants it. Null:
 * none is watched.
 */
export function planFor(
  components: readonly string[],
  settings: Readonly<Record<string, ComponentSettings>>,
): WatchPlan | null {
  const watched = components.flatMap((component) => {
    const watch = settings[component]?.watch;
    return watch === undefined ? [] : [{ component, watch }];
  });
  if (watched.length === 0) return null;
  const all = watched.map(({ watch }) => watch);
  return {
    forMs: Math.max(...all.map(({ forMs }) => forMs)),
    everyMs: Math.min(...all.map(({ everyMs }) => everyMs)),
    holdLock: all.some(({ holdLock }) => holdLock),
    checks: watched.flatMap(({ component, watch: { checks } }) =>
      checks.map((check) => ({ id: idOf(component, check), component, check })),
    ),
  };
}
