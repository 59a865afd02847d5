import type ICAL from 'ical.js';
import { DateTime, IANAZone } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { findIana } from 'windows-iana';
import { instantOf } from '../lock/freeze-window.ts';

/** The instant (epoch ms) of a local time, which is given in ms as if it were UTC. */
export type Clock = (localMs: number) => number;

export const utc: Clock = (localMs) => localMs;
export const clockIn =
  (zone: string): Clock =>
  (localMs) =>
    instantOf(localMs, zone);

/**
 * The clocks that a file means by the names of zones: of IANA, of Windows, or of its own (`blocks`). Throws for what is none of them. A known name
 * comes before the file's own rules for it, as these may be those of an earlier year. The same name has the same clock.
 */
export function clocksBy(blocks: readonly ICAL.Component[]): (name: string) => Clock {
  const clocks = new Map<string, Clock>();
  return (name) => {
    const clock = clocks.get(name) ?? clockNamed(name, blocks);
    clocks.set(name, clock);
    return clock;
  };
}

function clockNamed(name: string, blocks: readonly ICAL.Component[]): Clock {
  const known = ianaZone(name);
  if (known !== null) return clockIn(known);
  const block = blocks.find((one) => one.getFirstPropertyValue('tzid') === name);
  if (block === undefined) throw new Error(`no zone is named "${name}", nor does the file define it`);
  return clockOf(block);
}

/** Some write `/mozilla.org/20050126_1/Europe/Berlin`. */
function ianaZone(name: string): string | null {
  const parts = name.replace(/^\/[^/]+\/(?:\d[^/]*\/)?/, '');
  const zone = IANAZone.isValidZone(parts) ? parts : (findIana(name)[0] ?? null);
  return zone !== null && IANAZone.isValidZone(zone) ? zone : null;
}

/** The clocks go to another offset. */
interface Change {
  /** By the clock of before, in ms. */
  readonly localMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** As a VTIMEZONE has it. Throws what cannot be read of it, or what the library has against its rules. */
function clockOf(block: ICAL.Component): Clock {
  const observances = block.getAllSubcomponents();
  const years = new Map<number, readonly Change[]>();
  return (localMs) => {
    const year = new Date(localMs).getUTCFullYear();
    const changes = years.get(year) ?? observances.flatMap((one) => changesAround(year, one)).sort(byTime);
    years.set(year, changes);
    const latest = changes.findLast((change) => change.localMs <= localMs);
    return localMs - (latest?.toMs ?? changes[0]?.fromMs ?? 0);
  };
}

const byTime = (one: Change, other: Change): number => one.localMs - other.localMs;

/** The first one, those that are listed, and by the rule those of a year with the last one before it. */
function changesAround(year: number, observance: ICAL.Component): readonly Change[] {
  const valueOf = (name: string): string => String(observance.getFirstPropertyValue(name) ?? '');
  const startMs = localMsOf(valueOf('dtstart'));
  const listed = observance.getAllProperties('rdate').flatMap(valuesOf).map(localMsOf);
  const rule = valueOf('rrule');
  const ruled = rule === '' ? [] : aroundYear(year, recurring(rule, startMs));
  const [fromMs, toMs] = [offsetMs(valueOf('tzoffsetfrom')), offsetMs(valueOf('tzoffsetto'))];
  return [startMs, ...listed, ...ruled].map((localMs) => ({ localMs, fromMs, toMs }));
}

function aroundYear(year: number, recurrence: RRuleTemporal): readonly number[] {
  const [from, to] = [new Date(Date.UTC(year, 0)), new Date(Date.UTC(year + 1, 0))];
  const before = recurrence.previous(from);
  return [...(before === null ? [] : [before]), ...recurrence.between(from, to, true)].map(
    ({ epochMilliseconds }) => epochMilliseconds,
  );
}

/** The values of a property as they are written: the library's own times know of zones what only the file says. */
export function valuesOf(property: ICAL.Property): readonly string[] {
  const [, , , ...values] = property.toJSON() as [string, object, string, ...unknown[]];
  return values.map(String);
}

/** In ms, as if it were UTC. Throws where there is no such time, as on 30 February. */
export function localMsOf(text: string): number {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid) throw new Error(`"${text}" is no time`);
  return time.toMillis();
}

/** A rule from a local time on, in ms, which is an occurrence itself. It knows nothing of zones. Throws what the library has against it. */
export function recurring(rule: string, startMs: number): RRuleTemporal {
  const start = new Date(startMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${rule}`, includeDtstart: true });
}

/** Of `+01:00`. */
function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)/.exec(offset) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ms : ms;
}
