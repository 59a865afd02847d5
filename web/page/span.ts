import type { Range, View } from './view-state.ts';

/** A time between two instants, epoch ms. */
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

/** The ranges among which the timeline chooses when it is opened, in ms: the first that holds a release, else the last. */
export const opening = [dayMs, 7 * dayMs, 30 * dayMs, longestMs];

export const rangeOf = (range: Range | null, view: View): Range => range ?? usual[view];

/** The future that is shown beside now, as a part of the range: room for what goes on. */
const ahead = 0.04;

export const spanOf = (range: Range, now: number): Span =>
  range.kind === 'last'
    ? { from: now - range.ms, to: now + range.ms * ahead }
    : fitting({ from: range.from, to: range.to });

/** A span of a bearable length around the same middle; whole ms. */
export function fitting({ from, to }: Span): Span {
  const length = Math.min(longestMs, Math.max(shortestMs, to - from));
  const middle = (from + to) / 2;
  return { from: Math.round(middle - length / 2), to: Math.round(middle + length / 2) };
}

/** `factor` below 1 shows more detail; the middle stays where it is. */
export function zoomed({ from, to }: Span, factor: number): Span {
  const middle = (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  return fitting({ from: middle - half, to: middle + half });
}

/** Moved by a part of its length, into the future if positive. */
export function moved({ from, to }: Span, part: number): Span {
  const by = (to - from) * part;
  return fitting({ from: from + by, to: to + by });
}
