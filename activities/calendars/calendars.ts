import { withTimeout } from '../../client/in-time.ts';
import { yielding } from '../../client/unhurried.ts';
import { timeKnown } from '../../domain/calendar/calendar-windows.ts';
import type { CalendarsNow } from '../../domain/calendar/calendar-windows.ts';
import { readCalendar } from '../../domain/calendar/read-calendar.ts';
import type { CalendarEvent, EventsBetween } from '../../domain/calendar/read-calendar.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import type { CalendarSettings, Settings } from '../../domain/settings.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { calendarWords } from '../../texts/calendars.ts';
import { httpSource } from '../../http/http-source.ts';
import { calendarSource } from '../../log/copies.ts';
import type { Copies, Copy } from '../../log/copies.ts';
import { readSource } from './source.ts';

/** How long `now` waits for the database. */
const patienceMs = 1000;

/** What is known of a calendar, by its address. */
interface Known {
  copy: Copy | null;
  /** When this process last requested it, epoch ms. */
  askedAt: number;
  /** Why the last read failed; null if it succeeded. */
  trouble: string | null;
  read: Read | null;
}

/** A copy, parsed for a time zone. */
interface Read {
  readonly version: string;
  readonly timezone: string;
  readonly between: EventsBetween;
}

/** The state of a calendar, for operators. */
export interface CalendarState {
  readonly name: string;
  /** When it was last read successfully, epoch ms; null: never. */
  readonly readAt: number | null;
  readonly trouble: string | null;
}

interface CalendarContext {
  /** Null if there is no database. Then copies are lost when the process ends. */
  readonly copies: Copies | null;
  readonly env: NodeJS.ProcessEnv;
  /** Called once for each new reason why a calendar cannot be read, and once it can be read again. */
  readonly onChange: (line: string) => void;
}

/**
 * The calendars whose events are freezes. The last good copy of each counts: the newest of all workers, kept in the
 * database, so that workers agree and a new one has it at once. Reading events never waits for a calendar's server.
 */
export class Calendars {
  readonly #context: CalendarContext;
  readonly #httpFor = httpSource();
  readonly #known = new Map<string, Known>();

  constructor(context: CalendarContext) {
    this.#context = context;
  }

  /** The events of each calendar in the period that locks know. */
  readonly now: CalendarsNow = async (settings) => {
    const { calendars = [] } = settings;
    await this.#takeNewer(calendars.map(calendarSource));
    return Promise.all(
      calendars.map(async (calendar) => ({
        settings: calendar,
        events: await this.#eventsOf(calendar, settings),
      })),
    );
  };

  /** Reads the calendars that are due, unless another worker just has. */
  async refresh(settings: Settings): Promise<void> {
    const { calendars = [] } = settings;
    const due = calendars.filter((calendar) => {
      const { askedAt, copy } = this.#of(calendar);
      return Date.now() - Math.max(askedAt, copy?.readAt ?? 0) >= calendar.everyMs;
    });
    await Promise.all(due.map((calendar) => this.#read(calendar, settings)));
  }

  states({ calendars = [] }: Settings): readonly CalendarState[] {
    return calendars.map((calendar) => {
      const { copy, trouble } = this.#of(calendar);
      return { name: calendar.name, readAt: copy?.readAt ?? null, trouble };
    });
  }

  #of(calendar: CalendarSettings): Known {
    return this.#at(calendarSource(calendar));
  }

  #at(source: string): Known {
    const known = this.#known.get(source) ?? { copy: null, askedAt: 0, trouble: null, read: null };
    this.#known.set(source, known);
    return known;
  }

  async #takeNewer(sources: readonly string[]): Promise<void> {
    const { copies } = this.#context;
    if (copies === null) return;
    try {
      await withTimeout(this.#takeFrom(copies, sources), patienceMs);
    } catch {
      // If the database is down, the copies in memory count.
    }
  }

  async #takeFrom(copies: Copies, sources: readonly string[]): Promise<void> {
    for (const [source, { version, readAt }] of await copies.known(sources)) {
      const known = this.#at(source);
      if (readAt <= (known.copy?.readAt ?? 0)) continue;
      known.copy = known.copy?.version === version ? { ...known.copy, readAt } : await copies.of(source);
    }
  }

  async #read(calendar: CalendarSettings, settings: Settings): Promise<void> {
    const { env, copies } = this.#context;
    const known = this.#of(calendar);
    known.askedAt = Date.now();
    try {
      const copy = await readSource(calendar, known.copy, this.#httpFor(settings), env);
      // Throws if the new copy is invalid, so that it does not replace the last good one.
      const read = readOf(copy, known.read, settings);
      await read.between(...timeOfNow());
      if (copy.readAt >= (known.copy?.readAt ?? 0)) Object.assign(known, { copy, read });
      await copies?.keep(calendarSource(calendar), copy).catch(() => undefined);
      this.#become(known, calendar, null);
    } catch (error) {
      this.#become(known, calendar, clipped(reasonOf(error)));
    }
  }

  #become(known: Known, { name }: CalendarSettings, trouble: string | null): void {
    if (trouble === known.trouble) return;
    known.trouble = trouble;
    const { onChange } = this.#context;
    onChange(
      trouble === null
        ? calendarWords.back(name)
        : calendarWords.away(name, trouble, known.copy?.readAt ?? null),
    );
  }

  async #eventsOf(calendar: CalendarSettings, settings: Settings): Promise<readonly CalendarEvent[] | null> {
    const known = this.#of(calendar);
    if (known.copy === null) return null;
    try {
      known.read = readOf(known.copy, known.read, settings);
      return await known.read.between(...timeOfNow());
    } catch (error) {
      this.#become(known, calendar, clipped(reasonOf(error)));
      return null;
    }
  }
}

/** Parses a copy, unless it is the one already parsed. */
function readOf({ version, content }: Copy, known: Read | null, { release }: Settings): Read {
  const { timezone } = release.calendar;
  return known?.version === version && known.timezone === timezone
    ? known
    : { version, timezone, between: eachTimeOnce(readCalendar(content, timezone, yielding)) };
}

function timeOfNow(): readonly [number, number] {
  const { from, to } = timeKnown(Date.now());
  return [from, to];
}

/** Caches the events. The period asked for changes only once a day. */
function eachTimeOnce(between: EventsBetween): EventsBetween {
  let last: { readonly from: number; readonly events: ReturnType<EventsBetween> } | null = null;
  return (from, to) => {
    if (last?.from === from) return last.events;
    const events = between(from, to);
    last = { from, events };
    events.catch(() => (last = null));
    return events;
  };
}
