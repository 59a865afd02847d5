import { criticalOf } from '../components.ts';
import type { CalendarSource } from '../lock/freeze.ts';
import { windowsBetween } from '../lock/freeze-window.ts';
import type { Settings } from '../settings.ts';
import type { EventRow } from './event-row.ts';

/** The time during which a freeze lasted. Instants are epoch ms. */
export interface FreezeSpan {
  /** Null: every critical component. */
  readonly component: string | null;
  readonly from: number;
  /** Null: it still lasts, with no end set. */
  readonly to: number | null;
  readonly reason: string;
  /** Who froze it: a Slack user ID, or `byConfiguration`. */
  readonly by: string;
  /** Present only if it is an event of a calendar. */
  readonly event?: CalendarSource | undefined;
}

/**
 * The freezes by people, according to the log, oldest first. Lifting ends all freezes of a component by one person. If a freeze of
 * everything is lifted for a single component, it continues for each of the others (`critical`).
 */
export function freezeSpans(events: readonly EventRow[], critical: readonly string[]): readonly FreezeSpan[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'frozen') return [];
    const later = events.slice(index + 1).filter((other) => mayLift(other, event));
    if (event.component !== null) return [spanOf(event, event.component, later)];
    return mergedSpans(
      critical.map((component) => spanOf(event, component, later)),
      critical,
    );
  });
}

/** Older rows do not say whose freezes were lifted: all were. */
function mayLift({ type, facts }: EventRow, { actor }: EventRow): boolean {
  return type === 'unfrozen' && (!('setBy' in facts) || facts.setBy === actor);
}

/** The windows of the configuration that overlap the time between two instants, epoch ms. */
export function windowSpans(
  { freezes, components, release }: Pick<Settings, 'freezes' | 'components' | 'release'>,
  from: number,
  to: number,
): readonly FreezeSpan[] {
  const { timezone } = release.calendar;
  return freezes.flatMap((window) =>
    windowsBetween({ ...window, timezone }, from, to).flatMap(({ until, ...span }) =>
      mergedSpans(
        window.components.map((component) => ({ ...span, component, to: until })),
        criticalOf(components),
      ),
    ),
  );
}

/** Merges the spans into one if they are the same for every critical component. */
export function mergedSpans(
  spans: readonly FreezeSpan[],
  critical: readonly string[],
): readonly FreezeSpan[] {
  const [first] = spans;
  const everywhere = critical.every((name) => spans.some(({ component }) => component === name));
  const alike = first !== undefined && spans.every(({ to }) => to === first.to);
  return everywhere && alike ? [{ ...first, component: null }] : spans;
}

function spanOf({ at, actor, facts }: EventRow, component: string, lifted: readonly EventRow[]): FreezeSpan {
  const { reason, until } = facts as { readonly reason?: unknown; readonly until?: unknown };
  const lifting = lifted.find((event) => event.component === null || event.component === component);
  const ends = [typeof until === 'number' ? [until] : [], lifting === undefined ? [] : [lifting.at]].flat();
  return {
    component,
    from: at,
    to: ends.length === 0 ? null : Math.min(...ends),
    reason: typeof reason === 'string' ? reason : '',
    by: actor ?? '',
  };
}
