import type { Lane } from './lanes.ts';

/** The vertical layout of the timeline, in px. */
export const axisPx = 24;
export const laneHeadPx = 18;
const lanePaddingPx = 6;
/** The names of the marks, below the lanes. */
const footPx = 18;

/** The height of a row whose bars have tickets beside them, and of one without. */
export const rowPx = ({ bars }: Pick<Lane, 'bars'>): number =>
  bars.length > 0 && bars.every(({ label }) => label === null) ? 9 : 20;

export const heightOf = (lane: Lane): number => laneHeadPx + lane.rows * rowPx(lane) + lanePaddingPx;

/** Where each lane begins, from `top` on, and the total height. */
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
