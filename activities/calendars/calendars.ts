import { inTime } from '../../client/in-time.ts';
import { timeKnown } from '../../domain/calendar/calendar-windows.ts';
import type { CalendarsNow } from '../../domain/calendar/calendar-windows.ts';
import { readCalendar } from '../../domain/calendar/read-calendar.ts';
import type { CalendarEvent, EventsBetween } from '../../domain/calendar/read-calendar.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import type { CalendarSettings, Settings } from '../../domain/settings.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { calendarWords } from '../../texts/calendars.ts';
import { httpSource } from '../../http/http-source.ts';
import type { Copies, Copy } from '../../log/copies.ts';
import { addressOf, readSource, sourceOf } from './source.ts';

/** Whoever looks after the locks waits no longer for the database. */
const patienceMs = 1000;

/** What is known of a calendar at an address. */
interface Known {
  copy: Copy | null;
  /** When this process asked for it last, epoch ms. */
  askedAt: number;
  /** Why it could not be read last; null if it could. */
  trouble: string | null;
  /** What the copy says, in a zone. */
  read: { readonly version: string; readonly timezone: string; readonly between: EventsBetween } | null;
}

/** How a calendar stands, for those who look after it. */
export interface CalendarState {
  readonly name: string;
  /** When it could be read last, epoch ms; null: never. */
  readonly readAt: number | null;
  readonly trouble: string | null;
}

interface Means {
  /** Null where there is no database: then what is known ends with the process. */
  readonly copies: Copies | null;
  readonly env: NodeJS.ProcessEnv;
  /** Hears of a calendar that cannot be read, once for each reason, and that it can again. */
  readonly onChange: (line: string) => void;
}

/**
 * The calendars whose events are freezes. The last good copy of each counts, of all workers the newest: it is in the database, so that they agree
 * and one that starts has it. Whoever asks for events does not wait for the server of a calendar.
 */
export class Calendars {
  readonly #means: Means;
  readonly #httpFor = httpSource();
  readonly #known = new Map<string, Known>();

  constructor(means: Means) {
    this.#means = means;
  }

  /** What the calendars say of the time that locks know. */
  readonly now: CalendarsNow = async (settings) => {
    const calendars = await this.#located(settings);
    await this.#takeNewer(calendars.flatMap(({ source }) => source ?? []));
    return calendars.map(({ calendar, source }) => ({
      settings: calendar,
      events: source === null ? null : this.#eventsOf(calendar, this.#at(source), settings),
    }));
  };

  /** Reads those that are due, unless another worker just has. */
  async refresh(settings: Settings): Promise<void> {
    const calendars = await this.#located(settings);
    await Promise.all(
      calendars.map(async ({ calendar, source }) => {
        const known = this.#at(source ?? calendar.name);
        const last = Math.max(known.askedAt, known.copy?.readAt ?? 0);
        if (Date.now() - last >= calendar.everyMs) await this.#read(calendar, source, known, settings);
      }),
    );
  }

  async states(settings: Settings): Promise<readonly CalendarState[]> {
    const calendars = await this.#located(settings);
    return calendars.map(({ calendar: { name }, source }) => {
      const { copy, trouble } = this.#at(source ?? name);
      return { name, readAt: copy?.readAt ?? null, trouble };
    });
  }

  /** With what names the copies of each; null: its address is not known. */
  #located({ calendars = [] }: Settings) {
    return Promise.all(
      calendars.map(async (calendar) => ({
        calendar,
        source: await addressOf(calendar, this.#means.env).then(sourceOf, () => null),
      })),
    );
  }

  #at(source: string): Known {
    const known = this.#known.get(source) ?? { copy: null, askedAt: 0, trouble: null, read: null };
    this.#known.set(source, known);
    return known;
  }

  async #takeNewer(sources: readonly string[]): Promise<void> {
    const { copies } = this.#means;
    if (copies === null) return;
    try {
      await inTime(this.#takeFrom(copies, sources), patienceMs);
    } catch {
      // While the database is away, what is known here counts.
    }
  }

  async #takeFrom(copies: Copies, sources: readonly string[]): Promise<void> {
    for (const [source, { version, readAt }] of await copies.known(sources)) {
      const known = this.#at(source);
      if (readAt <= (known.copy?.readAt ?? 0)) continue;
      known.copy = known.copy?.version === version ? { ...known.copy, readAt } : await copies.of(source);
    }
  }

  async #read(
    calendar: CalendarSettings,
    source: string | null,
    known: Known,
    settings: Settings,
  ): Promise<void> {
    const { env, copies } = this.#means;
    known.askedAt = Date.now();
    try {
      const copy = await readSource(calendar, known.copy, this.#httpFor(settings), env);
      if (copy.version !== known.copy?.version) readNow(copy, settings);
      known.copy = copy;
      if (source !== null) await copies?.keep(source, copy).catch(() => undefined);
      this.#become(known, calendar, null);
    } catch (error) {
      this.#become(known, calendar, clipped(reasonOf(error)));
    }
  }

  #become(known: Known, { name }: CalendarSettings, trouble: string | null): void {
    if (trouble === known.trouble) return;
    known.trouble = trouble;
    const { onChange } = this.#means;
    onChange(
      trouble === null
        ? calendarWords.back(name)
        : calendarWords.away(name, trouble, known.copy?.readAt ?? null),
    );
  }

  #eventsOf(calendar: CalendarSettings, known: Known, settings: Settings): readonly CalendarEvent[] | null {
    if (known.copy === null) return null;
    const { version } = known.copy;
    const { timezone } = settings.release.calendar;
    try {
      if (known.read?.version !== version || known.read.timezone !== timezone)
        known.read = { version, timezone, between: eachTimeOnce(readCalendar(known.copy.content, timezone)) };
      const { from, to } = timeKnown(Date.now());
      return known.read.between(from, to);
    } catch (error) {
      this.#become(known, calendar, clipped(reasonOf(error)));
      return null;
    }
  }
}

/** Throws what is wrong with a copy that would count from now on. */
function readNow({ content }: Copy, settings: Settings): void {
  const { from, to } = timeKnown(Date.now());
  readCalendar(content, settings.release.calendar.timezone)(from, to);
}

/** The time for which one asks changes once a day. */
function eachTimeOnce(between: EventsBetween): EventsBetween {
  let last: { readonly from: number; readonly events: readonly CalendarEvent[] } | null = null;
  return (from, to) => {
    if (last?.from !== from) last = { from, events: between(from, to) };
    return last.events;
  };
}
