import type ICAL from 'ical.js';
import { IANAZone } from 'luxon';
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
 * The clocks that a file means by the names of zones: of IANA, of Windows, or of its own (`blocks`). What is none of them counts as no zone, which
 * is null. A known name comes before the file's own rules for it, as these may be those of an earlier year. The same name has the same clock.
 */
export function clocksBy(blocks: readonly ICAL.Component[]): (name: string) => Clock | null {
  const clocks = new Map<string, Clock | null>();
  return (name) => {
    const clock = clocks.get(name) ?? clockNamed(name, blocks);
    clocks.set(name, clock);
    return clock;
  };
}

function clockNamed(name: string, blocks: readonly ICAL.Component[]): Clock | null {
  const known = ianaZone(name);
  if (known !== null) return clockIn(known);
  const block = blocks.find((one) => one.getFirstPropertyValue('tzid') === name);
  return block === undefined ? null : clockOf(block);
}

/** Some write `/mozilla.org/20050126_1/Europe/Berlin`. */
export function ianaZone(name: string): string | null {
  const parts = name.replace(/^\/[^/]+\/(?:\d[^/]*\/)?/, '');
  const zone = IANAZone.isValidZone(parts) ? parts : (findIana(name)[0] ?? null);
  return zone !== null && IANAZone.isValidZone(zone) ? zone : null;
}

/** The clocks go to another offset. */
interface Change {
  /** By the clock of before, in ms. */
  readonly localMs: number;
  readonly toMs: number;
}

/** As a VTIMEZONE has it. Throws what the library has against its rules. */
function clockOf(block: ICAL.Component): Clock {
  const observances = block.getAllSubcomponents();
  const years = new Map<number, readonly Change[]>();
  return (localMs) => {
    const year = new Date(localMs).getUTCFullYear();
    const changes = years.get(year) ?? observances.flatMap((one) => changesAround(year, one));
    years.set(year, changes);
    const [latest] = changes
      .filter((change) => change.localMs <= localMs)
      .sort((one, other) => other.localMs - one.localMs);
    return localMs - (latest?.toMs ?? 0);
  };
}

/** Those of a year, and the last one before it. */
function changesAround(year: number, observance: ICAL.Component): readonly Change[] {
  const valueOf = (name: string): string => String(observance.getFirstPropertyValue(name) ?? '');
  const startMs = Date.parse(`${valueOf('dtstart')}Z`);
  const toMs = offsetMs(valueOf('tzoffsetto'));
  const rule = valueOf('rrule');
  if (rule === '') return [{ localMs: startMs, toMs }];
  const recurrence = recurring(rule, startMs);
  const [from, to] = [new Date(Date.UTC(year, 0)), new Date(Date.UTC(year + 1, 0))];
  const before = recurrence.previous(from);
  return [...(before === null ? [] : [before]), ...recurrence.between(from, to, true)].map(
    ({ epochMilliseconds }) => ({ localMs: epochMilliseconds, toMs }),
  );
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
