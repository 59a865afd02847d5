import { once } from '../lock/freeze-window.ts';
import type { FreezeWindow } from '../lock/freeze-window.ts';
import { iso } from '../iso.ts';
import type { CalendarSettings, Settings } from '../settings.ts';
import type { CalendarEvent } from './read-calendar.ts';

/** A calendar and what was read from it. */
export interface KnownCalendar {
  readonly settings: CalendarSettings;
  /** The events within `timeKnown`; null: it could not be read yet. */
  readonly events: readonly CalendarEvent[] | null;
}

/** Returns the calendars that the settings name. */
export type CalendarsNow = (settings: Settings) => Promise<readonly KnownCalendar[]>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The longest window that a lock accepts. */
const longestMs = 366 * dayMs;
/** How far ahead locks know events. */
const aheadMs = 14 * dayMs;
/** Windows per component. Each is in the history of the lock and of every release that waits for it or holds it. */
export const mostEach = 50;

/**
 * The range of time whose events locks know, in epoch ms, as is `now`. Moves once a day, because a lock is sent its windows again whenever
 * they differ.
 */
export function timeKnown(now: number): { readonly from: number; readonly to: number } {
  const from = Math.floor(now / dayMs) * dayMs;
  return { from, to: from + dayMs + aheadMs };
}

/** Whether every calendar that may freeze the component has been read. */
export const areCalendarsRead = (calendars: readonly KnownCalendar[], component: string): boolean =>
  calendars.every(
    ({ settings, events }) =>
      events !== null || !settings.components.some(({ components }) => components.includes(component)),
  );

/** The windows in which events freeze a component, as its lock takes them. `now` is epoch ms. */
export const calendarWindows = (
  calendars: readonly KnownCalendar[],
  component: string,
  now: number,
): readonly FreezeWindow[] =>
  calendars
    .flatMap(({ settings, events }) =>
      (events ?? [])
        .filter(({ title }) => frozenComponents(title, settings.components).includes(component))
        .map((event) => windowOf(event, settings.name, timeKnown(now).from)),
    )
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .slice(0, mostEach);

/**
 * The components that an event with this title freezes: those of every choice whose words it contains, or else of every choice without
 * words.
 */
export function frozenComponents(title: string, choices: CalendarSettings['components']): readonly string[] {
  const chosen = choices.filter(({ words }) => words !== null && hasWords(title, words));
  const those = chosen.length > 0 ? chosen : choices.filter(({ words }) => words === null);
  return [...new Set(those.flatMap(({ components }) => components))];
}

/** Matches whole words: `DC-1` is not in `DC-10`. */
function hasWords(title: string, words: string): boolean {
  const [text, part] = [plain(title), plain(words)];
  const isEdge = (sign: string | undefined) => sign === undefined || !/[\p{L}\p{N}]/u.test(sign);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (isEdge(text[at - 1]) && isEdge(text[at + part.length])) return true;
  }
  return false;
}

/** Unifies dashes and spaces: people cannot see which ones a title has. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Locks work in whole minutes. An event longer than a lock accepts loses its past first, then its end. */
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
