import { DateTime } from 'luxon';
import type { DurationLike, DateTimeUnit } from 'luxon';
import type { Span } from './span.ts';

/** A line of the time axis. */
export interface Tick {
  /** Epoch ms. */
  readonly at: number;
  readonly label: string;
  /** Whether a day, month or year begins. */
  readonly major: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface Step {
  readonly ms: number;
  readonly by: DurationLike;
  /** The unit at whose start counting begins anew. */
  readonly unit: DateTimeUnit;
}

const steps: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => ({
    ms: minutes * minuteMs,
    by: { minutes },
    unit: 'hour' as const,
  })),
  ...[1, 2, 3, 6, 12].map((hours) => ({ ms: hours * hourMs, by: { hours }, unit: 'day' as const })),
  ...[1, 2].map((days) => ({ ms: days * dayMs, by: { days }, unit: 'month' as const })),
  { ms: 7 * dayMs, by: { weeks: 1 }, unit: 'week' },
  { ms: 30 * dayMs, by: { months: 1 }, unit: 'year' },
  { ms: 91 * dayMs, by: { months: 3 }, unit: 'year' },
];

/** The width of a label with the space beside it. */
const labelPx = 64;
/** Guarantees that the loop ends, whatever the calendar does. */
const mostTicks = 400;

interface Paper {
  readonly width: number;
  /** An IANA zone, and the locale of the labels. */
  readonly timezone: string;
  readonly locale: string;
}

/** Round instants on the clock of a zone, as many as there is room for labels. */
export function ticksOf({ from, to }: Span, { width, timezone, locale }: Paper): readonly Tick[] {
  const wanted = ((to - from) / Math.max(width, 1)) * labelPx;
  const step = steps.find(({ ms }) => ms >= wanted) ?? steps.at(-1);
  if (step === undefined) return [];
  const ticks: Tick[] = [];
  const first = DateTime.fromMillis(from, { zone: timezone, locale });
  let at: DateTime = first.startOf(step.unit);
  for (let n = 0; n < mostTicks && at.toMillis() <= to; n += 1) {
    if (at.toMillis() >= from) ticks.push(tickAt(at, step));
    at = next(at, step);
  }
  // Drops a tick too close before the start of a new count: their labels would overlap.
  return ticks.filter(({ at: here }, index) => (ticks[index + 1]?.at ?? Infinity) - here > wanted * 0.75);
}

/** Steps are counted anew each day or month, so that a clock change does not shift all that follow. */
function next(at: DateTime, { by, unit }: Step): DateTime {
  const after = at.plus(by);
  const start = after.startOf(unit);
  // An hour that is repeated by a clock change starts before its second run.
  return !after.hasSame(at, unit) && start > at ? start : after;
}

function tickAt(at: DateTime, { ms }: Step): Tick {
  const midnight = at.hour === 0 && at.minute === 0;
  const year = ms >= 30 * dayMs && at.month === 1;
  const label = year
    ? at.toFormat('yyyy')
    : ms >= 30 * dayMs
      ? at.toLocaleString({ month: 'short' })
      : midnight
        ? at.toLocaleString({ day: 'numeric', month: 'short' })
        : at.toLocaleString(DateTime.TIME_24_SIMPLE);
  return { at: at.toMillis(), label, major: ms >= 30 * dayMs ? year : ms >= dayMs ? at.day === 1 : midnight };
}
