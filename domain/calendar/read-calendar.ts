import ICAL from 'ical.js';
import { oneLine } from '../one-line.ts';
import { reasonOf } from '../reason-of.ts';
import { clockIn, clocksBy } from './clock.ts';
import { entryOf, titleOf } from './entry.ts';
import type { Clocks, Entry } from './entry.ts';
import { occurrences } from './occurrences.ts';

/** An event of a calendar, or one occurrence of a series. Instants are epoch ms. */
export interface CalendarEvent {
  readonly title: string;
  /** A name, or else an address. */
  readonly organizer: string | null;
  readonly url: string | null;
  /** The e-mail addresses of the invited, or else those in the title. */
  readonly people: readonly string[];
  readonly from: number;
  readonly until: number;
}

/** The events that overlap `from` to `to` (epoch ms), in order. Throws if the file or one of its rules cannot be read. */
export type EventsBetween = (from: number, to: number) => Promise<readonly CalendarEvent[]>;

/**
 * Starts a round of work and returns a pause, which is awaited after each event, since a file may have many. An error that the pause throws
 * ends the work.
 */
type Pauses = () => () => Promise<void>;

/** Events in the range that is asked for. People keep no calendar with more. */
const mostEvents = 2000;

/** Characters shown of an unreadable event's title, or of a file that is not a calendar. The message is a single line. */
const longestShown = 40;

/**
 * Reads an iCalendar file. `timezone` is the zone of times and days without one, unless the file names it. Leaves out cancelled events, but
 * not those marked as free, which is the default for whole days. The file is parsed at the first call.
 */
export function readCalendar(text: string, timezone: string, pauses: Pauses): EventsBetween {
  let reading: Promise<readonly (readonly Entry[])[]> | null = null;
  return async (from, to) => {
    const pause = pauses();
    reading ??= entriesOf(text, timezone, pause).then(bySeries);
    // The next call parses again: this one may only have been too slow.
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

/** A file may hold several calendars. */
function calendarsIn(text: string): readonly ICAL.Component[] {
  // Programs that join files leave a byte order mark at the beginning of each.
  const plain = text.replace(/^\ufeff/gm, '').trimStart();
  if (!/^BEGIN:VCALENDAR/i.test(plain)) {
    const beginning = oneLine(plain.slice(0, longestShown));
    throw new Error(`it is no calendar, as it begins with "${beginning}"; is the address public?`);
  }
  const parsed = ICAL.parse(plain) as unknown[];
  // A single calendar is not wrapped in a list: its first element is its name.
  const all = typeof parsed[0] === 'string' ? [parsed] : (parsed as unknown[][]);
  return all.map((one) => new ICAL.Component(one));
}

function clocksOf(calendar: ICAL.Component, timezone: string): Clocks {
  const named = clocksBy(calendar.getAllSubcomponents('vtimezone'));
  const ownZone = String(calendar.getFirstPropertyValue('x-wr-timezone') ?? '');
  return { named, local: ownZone === '' ? clockIn(timezone) : named(ownZone) };
}

/** Adds the title of the event to an error. */
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
 * Groups the entries by UID and keeps the newest version of each, by `sequence`. Of the same number all are kept, because some programs
 * give every event one UID, and a freeze too many can be overridden. An entry without a UID is a group of its own.
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
