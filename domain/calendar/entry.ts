import ICAL from 'ical.js';
import { oneLine } from '../one-line.ts';
import { utc } from './clock.ts';
import type { Clock } from './clock.ts';

/** A time as it is written. */
export interface Moment {
  /** In ms, as if it were UTC. */
  readonly localMs: number;
  readonly clock: Clock;
  /** It is a whole day. */
  readonly isDay: boolean;
}

/** An event as it is written: all of a series, or one of it that was changed. */
export interface Entry {
  readonly uid: string;
  /** Of the one in its series that it stands for; null: it is the series, or alone. */
  readonly standsFor: Moment | null;
  readonly sequence: number;
  readonly cancelled: boolean;
  readonly title: string;
  readonly organizer: string | null;
  readonly url: string | null;
  readonly people: readonly string[];
  readonly start: Moment;
  /** When one that starts at a local time (ms) ends, epoch ms. */
  readonly endOf: (localMs: number) => number;
  readonly rules: readonly string[];
  readonly added: readonly Moment[];
  readonly left: readonly Moment[];
}

/** Longer ones are cut, or left out: each is in the history of every lock that it freezes. */
const longestTitle = 200;
const longestOrganizer = 100;
const longestAddress = 500;
const dayMs = 86_400_000;

/** How a file's times are read. */
export interface Clocks {
  /** Null for a zone that nobody knows. */
  readonly named: (zone: string) => Clock | null;
  /** Of what names no zone. */
  readonly local: Clock;
}

/** Throws where a time cannot be read. */
export function entryOf(event: ICAL.Component, clocks: Clocks): Entry {
  const momentsIn = (name: string): readonly Moment[] =>
    event.getAllProperties(name).flatMap((property) => momentsOf(property, clocks));
  const textOf = (name: string): string => String(event.getFirstPropertyValue(name) ?? '');
  const [start] = momentsIn('dtstart');
  if (start === undefined) throw new Error(`an event has no start: ${titleOf(event)}`);
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
    endOf: endOf(start, momentsIn('dtend')[0] ?? null, textOf('duration')),
    rules: event.getAllProperties('rrule').map((rule) => String(rule.getFirstValue())),
    added: momentsIn('rdate'),
    left: momentsIn('exdate'),
  };
}

const titleOf = (event: ICAL.Component): string =>
  oneLine(String(event.getFirstPropertyValue('summary') ?? '')).slice(0, longestTitle);

/** By name, else by address. */
function organizerOf(property: ICAL.Property | null): string | null {
  if (property === null) return null;
  const name = property.getFirstParameter('cn') || String(property.getFirstValue());
  return oneLine(name.replace(/^mailto:/i, '')).slice(0, longestOrganizer) || null;
}

/** Who has declined is not among them. */
function peopleOf(event: ICAL.Component): readonly string[] {
  const invited = event
    .getAllProperties('attendee')
    .filter((attendee) => attendee.getFirstParameter('partstat') !== 'DECLINED')
    .map((attendee) => String(attendee.getFirstValue()).replace(/^mailto:/i, ''));
  return invited.length > 0 ? invited : (titleOf(event).match(/[^\s<>()"',;:@]+@[\w.-]+\w/g) ?? []);
}

const addressIn = (text: string): string | null =>
  /^https?:\/\/[^\s<>|]+$/i.test(text) && text.length <= longestAddress && URL.canParse(text) ? text : null;

/** What goes by the clock on the wall: what ends at six ends at six, also when the clocks change in between. */
function endOf(start: Moment, end: Moment | null, duration: string): Entry['endOf'] {
  const { clock, localMs: from } = start;
  if (end !== null && end.clock !== clock) {
    const lastsMs = end.clock(end.localMs) - clock(from);
    return (localMs) => clock(localMs) + lastsMs;
  }
  const lastsMs = end === null ? durationMs(duration, start) : end.localMs - from;
  return (localMs) => clock(localMs + lastsMs);
}

/** A day without an end lasts for that day, a time without one for no time. */
function durationMs(duration: string, { isDay }: Moment): number {
  if (duration !== '') return ICAL.Duration.fromString(duration).toSeconds() * 1000;
  return isDay ? dayMs : 0;
}

/** The values as they are written: the library's own times know of zones what only the file says. */
function momentsOf(property: ICAL.Property, { named, local }: Clocks): readonly Moment[] {
  const [, { tzid }, , ...values] = property.toJSON() as [string, { tzid?: string }, string, ...unknown[]];
  const zoned = tzid === undefined ? local : (named(tzid) ?? local);
  return values.map((value) => {
    const text = String(Array.isArray(value) ? value[0] : value);
    const localMs = Date.parse(text.endsWith('Z') || !text.includes('T') ? text : `${text}Z`);
    if (Number.isNaN(localMs)) throw new Error(`${text} is no time`);
    const isDay = !text.includes('T');
    return { localMs, isDay, clock: text.endsWith('Z') ? utc : isDay ? local : zoned };
  });
}
