import { once } from '../lock/freeze-window.ts';
import type { FreezeWindow } from '../lock/freeze-window.ts';
import { iso } from '../iso.ts';
import type { CalendarSettings, Settings } from '../settings.ts';
import type { CalendarEvent } from './read-calendar.ts';

/** What is known of a calendar. */
export interface KnownCalendar {
  readonly settings: CalendarSettings;
  /** Of the time that locks know ahead; null: nobody could read it yet. */
  readonly events: readonly CalendarEvent[] | null;
}

/** Those that the settings name. */
export type CalendarsNow = (settings: Settings) => Promise<readonly KnownCalendar[]>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Longer than a lock takes no window. */
const longestMs = 366 * dayMs;
/** So far ahead do locks know of events. */
const aheadMs = 14 * dayMs;
/** Each is in the history of the lock and of every release in it. */
const mostEach = 50;

/**
 * The time of which locks know the events. It moves once a day: what a lock knows is told it anew whenever it differs.
 * `now` is epoch ms.
 */
export function timeKnown(now: number): { readonly from: number; readonly to: number } {
  const from = Math.floor(now / dayMs) * dayMs;
  return { from, to: from + dayMs + aheadMs };
}

/** Whether all calendars that may freeze a component could be read. */
export const isKnown = (calendars: readonly KnownCalendar[], component: string): boolean =>
  calendars.every(
    ({ settings, events }) =>
      events !== null || !settings.components.some(({ components }) => components.includes(component)),
  );

/** The events that freeze a component, as its lock takes them. `now` is epoch ms. */
export const calendarWindows = (
  calendars: readonly KnownCalendar[],
  component: string,
  now: number,
): readonly FreezeWindow[] =>
  calendars
    .flatMap(({ settings, events }) =>
      (events ?? [])
        .filter(({ title }) => frozenBy(title, settings.components).includes(component))
        .map((event) => windowOf(event, settings.name, timeKnown(now).from)),
    )
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .slice(0, mostEach);

/** The components that an event of this title freezes: those of all words in it, else those of all others. */
export function frozenBy(title: string, choices: CalendarSettings['components']): readonly string[] {
  const chosen = choices.filter(({ words }) => words !== null && hasWords(title, words));
  const those = chosen.length > 0 ? chosen : choices.filter(({ words }) => words === null);
  return [...new Set(those.flatMap(({ components }) => components))];
}

/** As whole words: `DC-1` is not in `DC-10`. */
function hasWords(title: string, words: string): boolean {
  const [text, part] = [plain(title), plain(words)];
  const isEdge = (sign: string | undefined) => sign === undefined || !/[\p{L}\p{N}]/u.test(sign);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (isEdge(text[at - 1]) && isEdge(text[at + part.length])) return true;
  }
  return false;
}

/** Nobody knows which of the dashes and spaces stands in a title. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Locks know minutes. What lasts longer than they take is cut, at first where it is over. */
function windowOf(
  { title, organizer, url, from, until }: CalendarEvent,
  calendar: string,
  today: number,
): FreezeWindow {
  const begins = until - from > longestMs ? Math.max(from, today) : from;
  const start = Math.floor(begins / minuteMs) * minuteMs;
  const end = Math.ceil(until / minuteMs) * minuteMs;
  return {
    start: iso(start).slice(0, 'YYYY-MM-DDTHH:MM'.length),
    timezone: 'UTC',
    rule: once,
    forMs: Math.min(end - start, longestMs),
    reason: title === '' ? calendar : title,
    event: { calendar, organizer, url },
  };
}
