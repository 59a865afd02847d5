import type { Lane } from './lanes.ts';

/** How the timeline is divided from top to bottom, in px. */
export const axisPx = 24;
export const laneHeadPx = 18;
const lanePaddingPx = 6;
/** What the marks are named in, below the lanes. */
const footPx = 18;

/** A bar with its ticket beside it, and one without. */
export const rowPx = ({ bars }: Pick<Lane, 'bars'>): number =>
  bars.length > 0 && bars.every(({ label }) => label === null) ? 9 : 20;

export const heightOf = (lane: Lane): number => laneHeadPx + lane.rows * rowPx(lane) + lanePaddingPx;

/** Where each lane begins, below `top`, and how high all of it is. */
export function laidOut(
  lanes: readonly Lane[],
  top: number,
): { readonly tops: readonly number[]; readonly height: number } {
  const tops: number[] = [];
  let next = top;
  for (const lane of lanes) {
    tops.push(next);
    next += heightOf(lane);
  }
  return { tops, height: next + footPx };
}
