/** Nothing new starts on a component while a freeze of it lasts. */
export interface Freeze {
  readonly reason: string;
  /** Who froze it. */
  readonly by: string;
  /** Epoch ms; null until somebody lifts it. */
  readonly until: number | null;
}

/** Those that still last at `now` (epoch ms). */
export const lasting = (freezes: readonly Freeze[], now: number): readonly Freeze[] =>
  freezes.filter(({ until }) => until === null || now < until);

/** When the first of them ends by itself, epoch ms; null if none does. */
export function firstEnd(freezes: readonly Freeze[]): number | null {
  const ends = freezes.flatMap(({ until }) => (until === null ? [] : [until]));
  return ends.length === 0 ? null : Math.min(...ends);
}
