import ICAL from 'ical.js';
import { clockIn, clocksBy, ianaZone } from './clock.ts';
import { entryOf } from './entry.ts';
import type { Entry } from './entry.ts';
import { occurrences } from './occurrences.ts';

/** An event of a calendar, each of a series by itself. Instants are epoch ms. */
export interface CalendarEvent {
  readonly title: string;
  /** By name, or by address. */
  readonly organizer: string | null;
  readonly url: string | null;
  /** The e-mail addresses of whom it invites, or of those that its title has. */
  readonly people: readonly string[];
  readonly from: number;
  readonly until: number;
}

/** The events that last at some time between two instants, epoch ms, in order. Throws where their rules cannot be worked out. */
export type EventsBetween = (from: number, to: number) => readonly CalendarEvent[];

/** In the time for which one is asked; with more, it is no calendar of people. */
const mostEvents = 2000;

/**
 * A file of iCalendar. `timezone` is that of its times and days without a zone, where it names none itself. Cancelled events are left out; those
 * that nobody would be busy with are not, for a day is entered so by default. Throws where it cannot be read.
 */
export function readCalendar(text: string, timezone: string): EventsBetween {
  const calendar = ICAL.Component.fromString(text);
  if (calendar.name !== 'vcalendar') throw new Error('it is no calendar');
  const ownZone = ianaZone(String(calendar.getFirstPropertyValue('x-wr-timezone') ?? ''));
  const clocks = {
    named: clocksBy(calendar.getAllSubcomponents('vtimezone')),
    local: clockIn(ownZone ?? timezone),
  };
  const series = bySeries(calendar.getAllSubcomponents('vevent').map((event) => entryOf(event, clocks)));
  return (from, to) => {
    const found = series.flatMap((entries) => lasting(entries, from, to));
    if (found.length > mostEvents) throw new Error(`it has more than ${String(mostEvents)} events at once`);
    return found.sort((a, b) => a.from - b.from || a.until - b.until || (a.title < b.title ? -1 : 1));
  };
}

/** What belongs together, of each the last version. */
function bySeries(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const series = new Map<string, Map<number | null, Entry>>();
  for (const entry of entries) {
    const { uid, standsFor, sequence } = entry;
    const versions = series.get(uid) ?? new Map<number | null, Entry>();
    const name = standsFor && standsFor.clock(standsFor.localMs);
    if (sequence >= (versions.get(name)?.sequence ?? 0)) versions.set(name, entry);
    series.set(uid, versions);
  }
  return [...series.values()].map((versions) => [...versions.values()]);
}

function lasting(entries: readonly Entry[], from: number, to: number): readonly CalendarEvent[] {
  const changed = entries.flatMap(({ standsFor }) => standsFor ?? []);
  return entries
    .filter(({ cancelled }) => !cancelled)
    .flatMap((entry) => {
      const { title, organizer, url, people, standsFor } = entry;
      return occurrences(entry, standsFor === null ? changed : [], from, to)
        .filter((one) => one.until > from && one.from < to && one.from < one.until)
        .map((times) => ({ title, organizer, url, people, ...times }));
    });
}
