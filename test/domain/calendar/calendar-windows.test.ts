import { describe, expect, it } from 'vitest';
import {
  calendarWindows,
  frozenComponents,
  areCalendarsRead,
} from '../../../domain/calendar/calendar-windows.ts';
import type { CalendarEvent } from '../../../domain/calendar/read-calendar.ts';
import { isWindow } from '../../../domain/lock/freeze-rule.ts';
import { freezesAround } from '../../../domain/lock/freeze-window.ts';
import { readLockOrder } from '../../../domain/messages/lock-messages.ts';
import type { CalendarSettings } from '../../../domain/settings.ts';

const components = [
  { words: 'DC-1', components: ['db', 'billing'] },
  { words: 'Firewall', components: ['gate'] },
  { words: null, components: ['db', 'billing', 'gate'] },
];

describe('what an event freezes', () => {
  it.each([
    ['DC-1: switches', ['db', 'billing']],
    ['works in dc‑1', ['db', 'billing']],
    ['DC-10: switches', ['db', 'billing', 'gate']],
    ['DC-10, then DC-1', ['db', 'billing']],
    ['DC-1 firewall', ['db', 'billing', 'gate']],
    ['new FIREWALL rules', ['gate']],
    ['Firewalls', ['db', 'billing', 'gate']],
    ['', ['db', 'billing', 'gate']],
  ])('%j: %j', (title, expected) => {
    expect(frozenComponents(title, components)).toEqual(expected);
  });

  it('is nothing where no words are in its title', () => {
    expect(frozenComponents('lunch', components.slice(0, 2))).toEqual([]);
  });
});

const settings: CalendarSettings = {
  name: 'network works',
  ...{ url: 'https://x.example.com', urlEnv: null, userEnv: null, passwordEnv: null, tokenEnv: null },
  everyMs: 60_000,
  components,
};
const now = Date.parse('2026-11-29T12:00:00Z');
const hour = 3_600_000;
const event = (from: number, until: number, title = 'DC-1'): CalendarEvent => ({
  ...{ title, from, until, organizer: 'Nadia', url: 'https://x.example.com/1', people: [] },
});
const windowsOf = (events: readonly CalendarEvent[]) => calendarWindows([{ settings, events }], 'db', now);

describe('an event for a lock', () => {
  it('is a window that a lock takes, to the minute, and lasts as the event does', () => {
    const [from, until] = [now + hour + 20_000, now + 3 * hour + 20_000];
    const windows = windowsOf([event(from, until)]);
    expect(readLockOrder('configure', { version: '1', windows })).not.toBeNull();
    const source = { calendar: 'network works', organizer: 'Nadia', url: 'https://x.example.com/1' };
    expect(freezesAround(windows, now)).toEqual([
      {
        ...{ reason: 'DC-1', by: 'dobrobot.yaml', event: source },
        ...{ from: now + hour, until: now + 3 * hour + 60_000 },
      },
    ]);
  });

  it('has the name of its calendar where it has no title', () => {
    expect(windowsOf([event(now, now + hour, '')])[0]?.reason).toBe('network works');
  });

  it('is cut where it lasts longer than a lock can take', () => {
    const [window] = windowsOf([event(0, now + 4000 * 24 * hour)]);
    if (window === undefined) throw new Error('there is none');
    expect(isWindow(window)).toBe(true);
    expect(freezesAround([window], now)).toHaveLength(1);
  });

  it('is left out behind fifty others', () => {
    const events = Array.from({ length: 80 }, (_, n) => event(now + n * hour, now + (n + 1) * hour));
    const windows = windowsOf(events);
    expect(windows).toHaveLength(50);
    expect(windows[0]?.start).toBe('2026-11-29T12:00');
  });
});

it('a calendar that nobody could read is not known to what it may freeze', () => {
  const only = { ...settings, components: components.slice(1, 2) };
  expect(areCalendarsRead([{ settings: only, events: null }], 'gate')).toBe(false);
  expect(areCalendarsRead([{ settings: only, events: null }], 'db')).toBe(true);
  expect(areCalendarsRead([{ settings: only, events: [] }], 'gate')).toBe(true);
});
