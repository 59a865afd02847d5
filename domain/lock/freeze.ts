/** Nothing new starts on a component while a freeze of it lasts. */
export interface Freeze {
  readonly reason: string;
  /** Who froze it: a Slack user ID, or `byConfiguration`. */
  readonly by: string;
  /** When it begins, epoch ms; null once it lasts. */
  readonly from: number | null;
  /** Epoch ms; null until somebody lifts it. */
  readonly until: number | null;
  /** Where it stands, if it is an event of a calendar. `by` is `byConfiguration` then, which names the calendar. */
  readonly event?: CalendarSource | undefined;
}

/** Where an event stands, and whose it is. */
export interface CalendarSource {
  /** As the configuration calls it. */
  readonly calendar: string;
  readonly organizer: string | null;
  /** Of a page about it. */
  readonly url: string | null;
}

/** Stands where a person would: the freeze is a window of the configuration. */
export const byConfiguration = 'dobrobot.yaml';

/** As they are at `now` (epoch ms): what has ended is gone, and what has begun lasts. */
export const asOf = (freezes: readonly Freeze[], now: number): readonly Freeze[] =>
  freezes
    .filter(({ until }) => until === null || now < until)
    .map((freeze) => (freeze.from !== null && freeze.from <= now ? { ...freeze, from: null } : freeze));

/** Those that last at `now` (epoch ms). */
export const lasting = (freezes: readonly Freeze[], now: number): readonly Freeze[] =>
  asOf(freezes, now).filter(({ from }) => from === null);

/** When the next of them begins or ends by itself, epoch ms; null if none does. */
export function nextChange(freezes: readonly Freeze[]): number | null {
  const changes = freezes.flatMap(({ from, until }) => from ?? until ?? []);
  return changes.length === 0 ? null : Math.min(...changes);
}
