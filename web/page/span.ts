import type { Range, View } from './view-state.ts';

/** The time between two instants, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const shortestMs = 60_000;
export const longestMs = 366 * dayMs;

const usual: Readonly<Record<View, Range>> = {
  queue: { kind: 'last', ms: dayMs },
  timeline: { kind: 'last', ms: dayMs },
  statistics: { kind: 'last', ms: 90 * dayMs },
};

/** The ranges that a view offers, in ms. */
export const offered: Readonly<Record<Exclude<View, 'queue'>, readonly number[]>> = {
  timeline: [hourMs, dayMs, 7 * dayMs, 30 * dayMs],
  statistics: [7 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs],
};

/** The ranges that the timeline tries when it is opened, in ms: it shows the first that has releases, else the last. */
export const opening = [dayMs, 7 * dayMs, 30 * dayMs, longestMs];

export const rangeOf = (range: Range | null, view: View): Range => range ?? usual[view];

/** How much of the future is visible, as a fraction of the range: room for what is under way. */
const ahead = 0.04;

export const spanOf = (range: Range, now: number): Span =>
  range.kind === 'last'
    ? { from: now - range.ms, to: now + range.ms * ahead }
    : fitting({ from: range.from, to: range.to });

/** Limits the length of a span, keeping its middle; whole ms. */
export function fitting({ from, to }: Span): Span {
  const length = Math.min(longestMs, Math.max(shortestMs, to - from));
  const middle = (from + to) / 2;
  return { from: Math.round(middle - length / 2), to: Math.round(middle + length / 2) };
}

/** A `factor` below 1 shows more detail; the middle stays. */
export function zoomed({ from, to }: Span, factor: number): Span {
  const middle = (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  return fitting({ from: middle - half, to: middle + half });
}

/** Moves a span by a fraction of its length, into the future if positive. */
export function moved({ from, to }: Span, part: number): Span {
  const by = (to - from) * part;
  return fitting({ from: from + by, to: to + by });
}
