import type { Cost } from './cost.ts';

/** The value below which this share of the values lies; 0.5 is the median. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The median of each figure over several costs. */
export const medianCost = (costs: readonly Cost[]): Cost => ({
  events: median(costs.map(({ events }) => events)),
  bytes: median(costs.map(({ bytes }) => bytes)),
  actions: median(costs.map(({ actions }) => actions)),
});
