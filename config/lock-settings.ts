import { createHash } from 'node:crypto';
import { calendarWindows } from '../domain/calendar/calendar-windows.ts';
import type { KnownCalendar } from '../domain/calendar/calendar-windows.ts';
import { noSettings } from '../domain/lock/lock-settings.ts';
import type { LockSettings } from '../domain/lock/lock-settings.ts';
import type { Settings } from '../domain/settings.ts';

/** The settings of a component's lock, from the configuration and its calendars. `now` in epoch ms. */
export function lockSettingsOf(
  settings: Settings,
  component: string,
  calendars: readonly KnownCalendar[],
  now: number,
): LockSettings {
  const { timezone } = settings.release.calendar;
  const configured = settings.freezes
    .filter(({ components }) => components.includes(component))
    .map(({ start, rule, forMs, reason }) => ({ start, timezone, rule, forMs, reason }));
  const windows = [...configured, ...calendarWindows(calendars, component, now)];
  if (windows.length === 0) return noSettings;
  const hash = createHash('sha256').update(JSON.stringify(windows)).digest('hex');
  return { version: hash.slice(0, 16), windows };
}
