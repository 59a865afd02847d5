import ICAL from 'ical.js';
import { oneLine } from '../one-line.ts';
import { localMsOf, utc, valuesOf } from './clock.ts';
import type { Clock } from './clock.ts';

/** A time as written in the file. */
export interface LocalMoment {
  /** In ms, as if it were UTC. */
  readonly localMs: number;
  readonly clock: Clock;
  readonly isDay: boolean;
}

/** An event as written in the file: a whole series, a changed occurrence of one, or a single event. */
export interface Entry {
  readonly uid: string;
  /** The occurrence of the series that it replaces; null if it is a series or a single event. */
  readonly standsFor: LocalMoment | null;
  readonly sequence: number;
  readonly cancelled: boolean;
  readonly title: string;
  readonly organizer: string | null;
  readonly url: string | null;
  readonly people: readonly string[];
  readonly start: LocalMoment;
  /** When an occurrence that starts at a local time (ms) ends, epoch ms. */
  readonly endOf: (localMs: number) => number;
  /** An upper bound of its length, whatever the clocks. */
  readonly longestMs: number;
  readonly rules: readonly string[];
  readonly added: readonly LocalMoment[];
  readonly left: readonly LocalMoment[];
}

/** Longer titles and organizers are cut, longer addresses left out: each is in the history of every lock that the event freezes. */
const longestTitle = 200;
const longestOrganizer = 100;
const longestAddress = 500;
const dayMs = 86_400_000;

export interface Clocks {
  /** Throws for an unknown zone. */
  readonly named: (zone: string) => Clock;
  /** The clock of times without a zone. */
  readonly local: Clock;
}

/** Throws if any part of it cannot be read. */
export function entryOf(event: ICAL.Component, clocks: Clocks): Entry {
  const momentsIn = (name: string): readonly LocalMoment[] =>
    event.getAllProperties(name).flatMap((property) => momentsOf(property, clocks));
  const textOf = (name: string): string => String(event.getFirstPropertyValue(name) ?? '');
  const [start] = momentsIn('dtstart');
  if (start === undefined) throw new Error('it has no start');
  return {
    uid: textOf('uid'),
    standsFor: momentsIn('recurrence-id')[0] ?? null,
    sequence: Number(textOf('sequence')) || 0,
    cancelled: textOf('status').toUpperCase() === 'CANCELLED',
    title: titleOf(event),
    organizer: organizerOf(event.getFirstProperty('organizer')),
    url: addressIn(textOf('url')),
    people: peopleOf(event),
    start,
    ...lengthOf(start, momentsIn('dtend')[0] ?? null, textOf('duration')),
    rules: event.getAllProperties('rrule').map(ruleOf),
    added: momentsIn('rdate'),
    left: momentsIn('exdate'),
  };
}

export const titleOf = (event: ICAL.Component): string =>
  oneLine(String(event.getFirstPropertyValue('summary') ?? '')).slice(0, longestTitle);

/** The name, or else the address. */
function organizerOf(property: ICAL.Property | null): string | null {
  if (property === null) return null;
  const name = property.getFirstParameter('cn') || String(property.getFirstValue());
  return oneLine(name.replace(/^mailto:/i, '')).slice(0, longestOrganizer) || null;
}

/** The invited, without rooms and those who declined. If there are none, the addresses in the title. */
function peopleOf(event: ICAL.Component): readonly string[] {
  const absent = /^(?:DECLINED|ROOM|RESOURCE)$/i;
  const invited = event
    .getAllProperties('attendee')
    .filter((one) => !['partstat', 'cutype'].some((name) => absent.test(one.getFirstParameter(name) || '')))
    .flatMap((one) => /^mailto:([^@]+@.+)$/is.exec(String(one.getFirstValue()))?.[1] ?? []);
  return invited.length > 0 ? invited : (titleOf(event).match(mailAddress) ?? []);
}

const mailAddress = /(?<![^\s<>()"',;:@])[^\s<>()"',;:@]+@[\p{L}\p{N}_.-]+[\p{L}\p{N}_]/gu;

const addressIn = (text: string): string | null =>
  /^https?:\/\/[^\s<>|]+$/i.test(text) && text.length <= longestAddress && URL.canParse(text) ? text : null;

/** The length follows local time: what ends at six ends at six, even if the clocks change in between. */
function lengthOf(
  start: LocalMoment,
  end: LocalMoment | null,
  duration: string,
): Pick<Entry, 'endOf' | 'longestMs'> {
  const { clock, localMs: from } = start;
  if (end === null) {
    const { daysMs, timeMs } = durationOf(duration, start);
    return {
      endOf: (localMs) => clock(localMs + daysMs) + timeMs,
      longestMs: daysMs + timeMs + dayMs,
    };
  }
  const lastsMs = end.localMs - from;
  return {
    endOf:
      end.clock === clock
        ? (localMs) => clock(localMs + lastsMs)
        : (localMs) => clock(localMs) + end.clock(end.localMs) - clock(from),
    // Two zones are up to 26 hours apart.
    longestMs: lastsMs + 2 * dayMs,
  };
}

/** Days follow local time, hours do not. Without a duration, a whole day lasts that day and a time has no length. */
function durationOf(
  duration: string,
  { isDay }: LocalMoment,
): { readonly daysMs: number; readonly timeMs: number } {
  if (duration === '') return { daysMs: isDay ? dayMs : 0, timeMs: 0 };
  const lasts = ICAL.Duration.fromString(duration);
  const daysMs = (lasts.isNegative ? -1 : 1) * (7 * lasts.weeks + lasts.days) * dayMs;
  return { daysMs, timeMs: lasts.toSeconds() * 1000 - daysMs };
}

/** Checks UNTIL, because the library reads an invalid one as another time. */
function ruleOf(property: ICAL.Property): string {
  const [, , , { until }] = property.toJSON() as [string, object, string, { until?: string }];
  if (until !== undefined) localMsOf(until);
  return String(property.getFirstValue());
}

function momentsOf(property: ICAL.Property, { named, local }: Clocks): readonly LocalMoment[] {
  if (property.getFirstParameter('range'))
    throw new Error('RANGE=THISANDFUTURE is not read; make these a series of their own');
  if (property.type === 'period') throw new Error('VALUE=PERIOD is not read; make these events of their own');
  const zone = property.getFirstParameter('tzid');
  const zoned = zone ? named(zone) : local;
  return valuesOf(property).map((text) => {
    const isDay = !text.includes('T');
    return { localMs: localMsOf(text), isDay, clock: text.endsWith('Z') ? utc : isDay ? local : zoned };
  });
}
