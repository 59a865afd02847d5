import type ICAL from 'ical.js';
import { DateTime, IANAZone } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { findIana } from 'windows-iana';
import { instantOfLocal } from '../lock/freeze-window.ts';

/** Turns a local time, in ms as if it were UTC, into an instant (epoch ms). */
export type Clock = (localMs: number) => number;

export const utc: Clock = (localMs) => localMs;
export const clockIn =
  (zone: string): Clock =>
  (localMs) =>
    instantOfLocal(localMs, zone);

/**
 * Resolves the zone names of a file: of IANA, of Windows, or defined in the file itself (`blocks`). Throws for an unknown name. A known
 * name overrides the file's own rules for it, which may be those of an earlier year. The same name gives the same `Clock` object.
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

/** The IANA zone of a name, also of one such as `/mozilla.org/20050126_1/Europe/Berlin`. */
function ianaZone(name: string): string | null {
  const parts = name.replace(/^\/[^/]+\/(?:\d[^/]*\/)?/, '');
  const zone = IANAZone.isValidZone(parts) ? parts : (findIana(name)[0] ?? null);
  return zone !== null && IANAZone.isValidZone(zone) ? zone : null;
}

/** A change of the UTC offset. */
interface Change {
  /** By the clock before the change, in ms. */
  readonly localMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The clock of a VTIMEZONE. It throws if the block cannot be read or the library rejects its rules. */
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

/** The first change, the listed ones, and those that the rule gives within the year or last before it. */
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

/** The values of a property as written. The library's own times know only the zones that the file defines. */
export function valuesOf(property: ICAL.Property): readonly string[] {
  const [, , , ...values] = property.toJSON() as [string, object, string, ...unknown[]];
  return values.map(String);
}

/** In ms, as if it were UTC. Throws for an invalid time, such as 30 February. */
export function localMsOf(text: string): number {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid) throw new Error(`"${text}" is no time`);
  return time.toMillis();
}

/** A rule that starts at a local time (ms), which is its first occurrence. Knows no zones. Throws if the library rejects the rule. */
export function recurring(rule: string, startMs: number): RRuleTemporal {
  const start = new Date(startMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${rule}`, includeDtstart: true });
}

/** Parses `+01:00`. */
function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)/.exec(offset) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ms : ms;
}
