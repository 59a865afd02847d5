/** Nothing new starts on a component while a freeze of it lasts. */
export interface Freeze {
  readonly reason: string;
  /** Who froze it: a Slack user ID, or `byConfiguration`. */
  readonly by: string;
  /** When it begins, epoch ms; null once it has begun. */
  readonly from: number | null;
  /** When it ends, epoch ms; null: when somebody lifts it. */
  readonly until: number | null;
  /** The calendar event that it comes from, if any. `by` is then `byConfiguration`, since the configuration names the calendar. */
  readonly event?: CalendarSource | undefined;
}

/** Which calendar an event is in, and whose it is. */
export interface CalendarSource {
  /** The calendar's name in the configuration. */
  readonly calendar: string;
  readonly organizer: string | null;
  /** The address of a page about it. */
  readonly url: string | null;
}

/** The value of `by` for a window of the configuration, in place of a user ID. */
export const byConfiguration = 'dobrobot.yaml';

/** The freezes as they are at `now` (epoch ms): without those that have ended, and with `from` null for those that have begun. */
export const asOf = (freezes: readonly Freeze[], now: number): readonly Freeze[] =>
  freezes
    .filter(({ until }) => until === null || now < until)
    .map((freeze) => (freeze.from !== null && freeze.from <= now ? { ...freeze, from: null } : freeze));

/** The freezes in force at `now` (epoch ms). */
export const inForce = (freezes: readonly Freeze[], now: number): readonly Freeze[] =>
  asOf(freezes, now).filter(({ from }) => from === null);

/** When the next of them begins or ends by itself, epoch ms; null if none does. */
export function nextChange(freezes: readonly Freeze[]): number | null {
  const changes = freezes.flatMap(({ from, until }) => from ?? until ?? []);
  return changes.length === 0 ? null : Math.min(...changes);
}
