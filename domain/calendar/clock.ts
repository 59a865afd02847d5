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
 * The clock that a file means by the name of a zone: one of IANA, of Windows, or of the file's own. What is none of them counts as no zone, which
 * is null. A known name comes before the file's own rules for it, as these may be those of an earlier year.
 */
export function clockNamed(name: string, blocks: readonly ICAL.Component[]): Clock | null {
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

/** When the clocks go to an offset, again and again. */
interface Change {
  /** The last time that they do so until a local time, in ms; null if they have not yet. */
  readonly lastUntil: (localMs: number) => number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** As a VTIMEZONE has it. Throws what the library has against its rules. */
function clockOf(block: ICAL.Component): Clock {
  const changes = block.getAllSubcomponents().map(changeOf);
  return (localMs) => {
    const [latest] = changes
      .flatMap((change) => {
        const at = change.lastUntil(localMs);
        return at === null ? [] : [{ at, change }];
      })
      .sort((a, b) => b.at - a.at);
    const offsetMs = latest === undefined ? (changes[0]?.fromMs ?? 0) : latest.change.toMs;
    return localMs - offsetMs;
  };
}

function changeOf(observance: ICAL.Component): Change {
  const valueOf = (name: string): string => String(observance.getFirstPropertyValue(name) ?? '');
  const startMs = Date.parse(`${valueOf('dtstart')}Z`);
  const rule = valueOf('rrule');
  const recurrence = rule === '' ? null : recurring(rule, startMs);
  return {
    lastUntil: (localMs) => {
      if (localMs < startMs) return null;
      return recurrence?.previous(new Date(localMs), true)?.epochMilliseconds ?? startMs;
    },
    fromMs: offsetMs(valueOf('tzoffsetfrom')),
    toMs: offsetMs(valueOf('tzoffsetto')),
  };
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
