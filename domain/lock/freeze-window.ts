import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { byConfiguration } from './freeze.ts';
import type { CalendarSource, Freeze } from './freeze.ts';

/** A freeze that recurs, from the configuration, or that comes once, from a calendar. */
export interface FreezeWindow {
  /** Local time, such as `2026-01-02T16:00`: the first day on which the rule counts, and the time of day at which each window begins. */
  readonly start: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** An iCalendar RRULE of days, weeks, months or years. */
  readonly rule: string;
  /** How long each window lasts by the local clock: 64h from Friday 16:00 end on Monday 08:00, even across a clock change. */
  readonly forMs: number;
  readonly reason: string;
  /** Absent: it comes from the configuration. */
  readonly event?: CalendarSource | undefined;
}

/** The rule of a window that comes once. It is evaluated without the library, since a calendar has many such windows. */
export const once = 'FREQ=DAILY;COUNT=1';

const dayMs = 24 * 3_600_000;

/** How many windows of each rule are worked out ahead, so that the next one is known when one ends. */
const ahead = 2;

/** The first windows of each that have not ended at `now` (epoch ms), begun or not. */
export const freezesAround = (windows: readonly FreezeWindow[], now: number): readonly Freeze[] =>
  windows.flatMap((window) => around(window, now));

function around(window: FreezeWindow, now: number): readonly Freeze[] {
  const found: Freeze[] = [];
  // No local clock is a full day away from UTC.
  for (const localMs of localStarts(window, now - window.forMs - dayMs)) {
    const freeze = freezeAt(window, localMs);
    // A window that begins and ends within the hour skipped by a clock change does not exist.
    if (freeze.until > now && freeze.from < freeze.until) found.push(freeze);
    if (found.length === ahead) break;
  }
  return found;
}

/** The occurrences of a window that overlap the time between two instants (epoch ms), earliest first. */
export function windowsBetween(window: FreezeWindow, from: number, to: number): readonly WindowSpan[] {
  const found: WindowSpan[] = [];
  for (const localMs of localStarts(window, from - window.forMs - dayMs)) {
    const span = freezeAt(window, localMs);
    if (span.from > to) break;
    if (span.until > from && span.from < span.until) found.push(span);
  }
  return found;
}

/**
 * The starts of windows after an instant, as local times in ms as if they were UTC. The rule is evaluated without zones, since a library
 * with zones drops starts in the hour that a clock change skips. Throws the library's errors for a rule that it cannot read or that never
 * comes.
 */
export function* localStarts({ start, rule }: FreezeWindow, afterMs: number): Generator<number> {
  if (rule === once) {
    const only = Date.parse(`${start}:00Z`);
    if (only > afterMs) yield only;
    return;
  }
  const recurrence = readRule(rule, start);
  let next = recurrence.next(new Date(afterMs));
  while (next !== null) {
    yield next.epochMilliseconds;
    next = recurrence.next(new Date(next.epochMilliseconds));
  }
}

/** Throws the library's errors for an invalid rule. `UNTIL` is a day, and the last one of the rule. */
export function readRule(rule: string, start: string): RRuleTemporal {
  const startDay = `${start.replace(/[-:]/g, '')}00Z`;
  const lastSecond = rule.replace(/\bUNTIL=(\d{8})(?=;|$)/i, 'UNTIL=$1T235959Z');
  return new RRuleTemporal({ rruleString: `DTSTART:${startDay}\nRRULE:${lastSecond}`, strict: true });
}

/** One occurrence of a window, epoch ms. */
type WindowSpan = Freeze & { readonly from: number; readonly until: number };

function freezeAt({ reason, forMs, timezone, event }: FreezeWindow, localMs: number): WindowSpan {
  const from = instantOfLocal(localMs, timezone);
  const until = instantOfLocal(localMs + forMs, timezone);
  return { reason, by: byConfiguration, from, until, ...(event && { event }) };
}

/** The instant (epoch ms) of a local time, given in ms as if it were UTC. */
export const instantOfLocal = (localMs: number, timezone: string): number =>
  DateTime.fromMillis(localMs, { zone: 'utc' }).setZone(timezone, { keepLocalTime: true }).toMillis();
