import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { byConfiguration } from './freeze.ts';
import type { CalendarSource, Freeze } from './freeze.ts';

/** A freeze that comes again and again, as the configuration has it; or once, as a calendar has it. */
export interface FreezeWindow {
  /** Local time, as `2026-01-02T16:00`: from that day on the rule counts, and at that time of day each window begins. */
  readonly start: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** An iCalendar RRULE of days, weeks, months or years. */
  readonly rule: string;
  /** How long each lasts by the local clock: 64h from Friday 16:00 end on Monday 08:00, also over a clock change. */
  readonly forMs: number;
  readonly reason: string;
  /** Absent: it is of the configuration. */
  readonly event?: CalendarSource | undefined;
}

/** The rule of a window that comes once. What it means needs no library, of which calendars would make a lot of work. */
export const once = 'FREQ=DAILY;COUNT=1';

const dayMs = 24 * 3_600_000;

/** Of each rule so many windows are known ahead, so that nobody waits for the next one to be worked out when one ends. */
const ahead = 2;

/** For each of them the first windows that have not ended at `now` (epoch ms), whether they have begun or not. */
export const freezesAround = (windows: readonly FreezeWindow[], now: number): readonly Freeze[] =>
  windows.flatMap((window) => around(window, now));

function around(window: FreezeWindow, now: number): readonly Freeze[] {
  const found: Freeze[] = [];
  // No local clock is a day away from UTC.
  for (const localMs of localStarts(window, now - window.forMs - dayMs)) {
    const freeze = freezeAt(window, localMs);
    // One that begins and ends while the clock jumps forward is none.
    if (freeze.until > now && freeze.from < freeze.until) found.push(freeze);
    if (found.length === ahead) break;
  }
  return found;
}

/** Those of a window that last at some time between two instants, epoch ms, the first one first. */
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
 * When the windows begin that begin after an instant: local times as ms, as if they were UTC. The rule knows nothing of zones,
 * since a library that does leaves out what begins in the hour that a clock change takes. Throws what the library does for a
 * rule that it cannot read or that never comes.
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

/** Throws what the library has against the rule. `UNTIL` is a day, and that day is the last one. */
export function readRule(rule: string, start: string): RRuleTemporal {
  const startDay = `${start.replace(/[-:]/g, '')}00Z`;
  const lastSecond = rule.replace(/\bUNTIL=(\d{8})(?=;|$)/i, 'UNTIL=$1T235959Z');
  return new RRuleTemporal({ rruleString: `DTSTART:${startDay}\nRRULE:${lastSecond}`, strict: true });
}

/** A window as it lasts, epoch ms. */
type WindowSpan = Freeze & { readonly from: number; readonly until: number };

function freezeAt({ reason, forMs, timezone, event }: FreezeWindow, localMs: number): WindowSpan {
  const from = instantOf(localMs, timezone);
  const until = instantOf(localMs + forMs, timezone);
  return { reason, by: byConfiguration, from, until, ...(event && { event }) };
}

/** The instant (epoch ms) of a local time, given in ms as if it were UTC. */
export const instantOf = (localMs: number, timezone: string): number =>
  DateTime.fromMillis(localMs, { zone: 'utc' }).setZone(timezone, { keepLocalTime: true }).toMillis();
