import { LRUCache } from 'lru-cache';
import { frozenComponents } from '../domain/calendar/calendar-windows.ts';
import { readCalendar } from '../domain/calendar/read-calendar.ts';
import type { CalendarEvent, EventsBetween } from '../domain/calendar/read-calendar.ts';
import { yielding } from '../client/unhurried.ts';
import { criticalOf } from '../domain/components.ts';
import { byConfiguration } from '../domain/lock/freeze.ts';
import { mergedSpans } from '../domain/log/freeze-spans.ts';
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import type { CalendarSettings, Settings } from '../domain/settings.ts';
import { calendarSource } from '../log/copies.ts';
import type { Copies } from '../log/copies.ts';

/** Parsed calendars by version and zone: a visitor who moves along the timeline asks again and again. */
const read = new LRUCache<string, EventsBetween>({ max: 20 });

/**
 * What the calendars freeze between two instants (epoch ms), by the copies that workers have stored. A calendar that cannot be evaluated
 * has no spans here; its worker reports it. Throws the database's errors.
 */
export async function calendarSpans(
  copies: Copies,
  settings: Settings,
  [from, to]: readonly [number, number],
): Promise<readonly FreezeSpan[]> {
  const { calendars = [], release, components } = settings;
  const critical = criticalOf(components);
  const versions = await copies.known(calendars.map(calendarSource));
  const spans = await Promise.all(
    calendars.map(async (calendar) => {
      const source = calendarSource(calendar);
      const version = versions.get(source)?.version;
      if (version === undefined) return [];
      const { timezone } = release.calendar;
      const name = JSON.stringify([version, timezone]);
      const between = read.get(name) ?? eventsOf((await copies.of(source))?.content ?? '', timezone);
      read.set(name, between);
      return spansOf(calendar, await between(from, to), critical);
    }),
  );
  return spans.flat();
}

/** Empty for what cannot be read or evaluated. */
function eventsOf(content: string, timezone: string): EventsBetween {
  const between = readCalendar(content, timezone, yielding);
  return (from, to) => between(from, to).catch(() => []);
}

const spansOf = (
  { name, components }: CalendarSettings,
  events: readonly CalendarEvent[],
  critical: readonly string[],
): readonly FreezeSpan[] =>
  events.flatMap(({ title, organizer, url, from, until }) => {
    const event = { calendar: name, organizer, url };
    const span = { from, to: until, reason: title || name, by: byConfiguration, event };
    const frozen = frozenComponents(title, components).map((component) => ({ ...span, component }));
    return frozen.length === 0 ? [] : mergedSpans(frozen, critical);
  });
