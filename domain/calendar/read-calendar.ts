import ICAL from 'ical.js';
import { oneLine } from '../one-line.ts';
import { reasonOf } from '../reason-of.ts';
import { clockIn, clocksBy } from './clock.ts';
import { entryOf, titleOf } from './entry.ts';
import type { Clocks, Entry } from './entry.ts';
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

/** The events that last at some time between two instants, epoch ms, in order. Throws where the file, or their rules, cannot be worked out. */
export type EventsBetween = (from: number, to: number) => Promise<readonly CalendarEvent[]>;

/** Begins work whose pauses are awaited after each event: a file may have many. What a pause throws ends the work. */
type Pauses = () => () => Promise<void>;

/** In the time for which one is asked; with more, it is no calendar of people. */
const mostEvents = 2000;

/** So much is shown of an event that cannot be read, or of what is no calendar: who is told has one line for it. */
const longestShown = 40;

/**
 * A file of iCalendar. `timezone` is that of its times and days without a zone, where it names none itself. Cancelled events are left out; those
 * that nobody would be busy with are not, for a day is entered so by default. It is read when it is asked for the first time.
 */
export function readCalendar(text: string, timezone: string, pauses: Pauses): EventsBetween {
  let reading: Promise<readonly (readonly Entry[])[]> | null = null;
  return async (from, to) => {
    const pause = pauses();
    reading ??= entriesOf(text, timezone, pause).then(bySeries);
    // It may have been too slow for once.
    reading.catch(() => (reading = null));
    const found: CalendarEvent[] = [];
    for (const entries of await reading) {
      found.push(...lasting(entries, from, to));
      if (found.length > mostEvents) throw new Error(`it has more than ${String(mostEvents)} events at once`);
      await pause();
    }
    return withoutCopies(found).sort(
      (a, b) => a.from - b.from || a.until - b.until || (a.title < b.title ? -1 : 1),
    );
  };
}

async function entriesOf(
  text: string,
  timezone: string,
  pause: () => Promise<void>,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const calendar of calendarsIn(text)) {
    const clocks = clocksOf(calendar, timezone);
    for (const event of calendar.getAllSubcomponents('vevent')) {
      entries.push(naming(titleOf(event), () => entryOf(event, clocks)));
      await pause();
    }
  }
  return entries;
}

/** A file may have several. */
function calendarsIn(text: string): readonly ICAL.Component[] {
  // Whoever puts files together leaves the mark at the beginning of each.
  const plain = text.replace(/^\ufeff/gm, '').trimStart();
  if (!/^BEGIN:VCALENDAR/i.test(plain)) {
    const beginning = oneLine(plain.slice(0, longestShown));
    throw new Error(`it is no calendar, as it begins with "${beginning}"; is the address public?`);
  }
  const parsed = ICAL.parse(plain) as unknown[];
  // A single one comes as it is, which begins with its name.
  const all = typeof parsed[0] === 'string' ? [parsed] : (parsed as unknown[][]);
  return all.map((one) => new ICAL.Component(one));
}

function clocksOf(calendar: ICAL.Component, timezone: string): Clocks {
  const named = clocksBy(calendar.getAllSubcomponents('vtimezone'));
  const ownZone = String(calendar.getFirstPropertyValue('x-wr-timezone') ?? '');
  return { named, local: ownZone === '' ? clockIn(timezone) : named(ownZone) };
}

/** What is wrong with an event is thrown with its title. */
function naming<T>(title: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(title, error);
  }
}

const unreadable = (title: string, error: unknown): Error =>
  new Error(`the event "${title.slice(0, longestShown)}": ${reasonOf(error)}`);

/**
 * What belongs together, of each the last version by its number. Of the same number all count, as with programs that give one UID to everything: a
 * freeze too many can be overridden. What has no UID belongs to nothing.
 */
function bySeries(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const series = new Map<string | Entry, Map<number | null, Entry[]>>();
  for (const entry of entries) {
    const { uid, standsFor, sequence } = entry;
    const name = standsFor && standsFor.clock(standsFor.localMs);
    const versions = series.get(uid || entry) ?? new Map<number | null, Entry[]>();
    const known = versions.get(name);
    const newest = known?.[0]?.sequence ?? -Infinity;
    if (sequence > newest) versions.set(name, [entry]);
    else if (sequence === newest) known?.push(entry);
    series.set(uid || entry, versions);
  }
  return [...series.values()].map((versions) => [...versions.values()].flat());
}

const withoutCopies = (events: readonly CalendarEvent[]): CalendarEvent[] => [
  ...new Map(events.map((event) => [JSON.stringify(event), event])).values(),
];

function lasting(entries: readonly Entry[], from: number, to: number): readonly CalendarEvent[] {
  const changed = entries.flatMap(({ standsFor }) => standsFor ?? []);
  return entries
    .filter(({ cancelled }) => !cancelled)
    .flatMap((entry) => {
      const { title, organizer, url, people, standsFor } = entry;
      return naming(title, () => occurrences(entry, standsFor === null ? changed : [], from, to))
        .filter((one) => one.until > from && one.from < to && one.from < one.until)
        .map((times) => ({ title, organizer, url, people, ...times }));
    });
}
