import { recurring } from './clock.ts';
import type { Entry, Moment } from './entry.ts';

/** When one of a series lasts, epoch ms. */
export interface Occurrence {
  readonly from: number;
  readonly until: number;
}

const dayMs = 86_400_000;

/**
 * Those of an entry that may last between two instants, epoch ms, without those of its series that `changed` stand for. Throws what the library
 * has against a rule.
 */
export function* occurrences(
  { start, rules, added, left, endOf }: Entry,
  changed: readonly Moment[],
  from: number,
  to: number,
): Generator<Occurrence> {
  const isGone = amongThem(start, [...left, ...changed]);
  const lastsMs = endOf(start.localMs) - start.clock(start.localMs);
  for (const rule of rules.length === 0 ? [null] : rules) {
    // No local clock is a day away from UTC.
    for (const localMs of localStarts(rule, start, from - lastsMs - dayMs, to + dayMs))
      if (!isGone(localMs)) yield { from: start.clock(localMs), until: endOf(localMs) };
  }
  for (const { clock, localMs } of added) {
    const at = clock(localMs);
    if (!isGone(localMs)) yield { from: at, until: at + lastsMs };
  }
}

/** The local times, in ms as if they were UTC, at which a series begins between two of them; once without a rule. */
function localStarts(rule: string | null, start: Moment, afterMs: number, toMs: number): readonly number[] {
  if (rule === null) return [start.localMs];
  if (/FREQ=(?:SECOND|MINUTE)LY/.test(rule)) throw new Error(`an event comes too often: ${rule}`);
  // Until when it goes is written by another clock than its times.
  const isOver = endIn(rule, start);
  if (isOver(afterMs)) return [];
  const recurrence = recurring(rule.replace(/;?UNTIL=[^;]*/, ''), start.localMs);
  return recurrence
    .between(new Date(afterMs), new Date(toMs), true)
    .map(({ epochMilliseconds }) => epochMilliseconds)
    .filter((localMs) => !isOver(localMs));
}

/** Whether a local time is after what a rule says is the last. */
function endIn(rule: string, { clock }: Moment): (localMs: number) => boolean {
  const [, year, month, day, time, zone] = /UNTIL=(\d{4})-?(\d\d)-?(\d\d)(?:T([\d:]+))?(Z?)/.exec(rule) ?? [];
  if (year === undefined) return () => false;
  const midnight = Date.parse(`${year}-${month ?? ''}-${day ?? ''}`);
  if (time === undefined) return (localMs) => localMs >= midnight + dayMs;
  const [hours = 0, minutes = 0, seconds = 0] = (time.match(/\d\d/g) ?? []).map(Number);
  const last = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return (localMs) => (zone === 'Z' ? clock(localMs) : localMs) > last;
}

/** Whether a local time of a series is one of these: to the instant, or to the day where one of the two is a day. */
function amongThem({ clock, isDay }: Moment, moments: readonly Moment[]): (localMs: number) => boolean {
  const days = new Set(moments.filter((one) => isDay || one.isDay).map(({ localMs }) => dayOf(localMs)));
  const instants = new Set(moments.filter((one) => !one.isDay).map((one) => one.clock(one.localMs)));
  return (localMs) => days.has(dayOf(localMs)) || instants.has(clock(localMs));
}

const dayOf = (localMs: number): number => Math.floor(localMs / dayMs);
