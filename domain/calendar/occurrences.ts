import { DateTime } from 'luxon';
import { recurring } from './clock.ts';
import type { Entry, LocalMoment } from './entry.ts';

/** When one occurrence of a series lasts, epoch ms. */
export interface Occurrence {
  readonly from: number;
  readonly until: number;
}

const dayMs = 86_400_000;

/**
 * The occurrences of an entry that may overlap `from` to `to` (epoch ms), without those of its series that `changed` replaces. Throws if a
 * rule comes too often or the library rejects it.
 */
export function occurrences(
  { start, rules, added, left, endOf, longestMs }: Entry,
  changed: readonly LocalMoment[],
  from: number,
  to: number,
): readonly Occurrence[] {
  // Local time is less than a day from UTC. Zones are resolved last, because that is slow.
  const time = [from - longestMs - dayMs, to + dayMs] as const;
  const isNear = (localMs: number) => localMs >= time[0] && localMs <= time[1];
  const ruled = (
    rules.length === 0 ? [start.localMs] : rules.flatMap((rule) => localStarts(rule, start, time))
  ).filter(isNear);
  const near = added.filter(({ localMs }) => isNear(localMs));
  if (ruled.length + near.length === 0) return [];
  const isGone = amongThem(start, [...left, ...changed]);
  const lastsMs = endOf(start.localMs) - start.clock(start.localMs);
  return [
    ...ruled
      .filter((localMs) => !isGone(localMs))
      .map((localMs) => ({ from: start.clock(localMs), until: endOf(localMs) })),
    ...near
      .filter(({ localMs }) => !isGone(localMs))
      .map(({ clock, localMs }) => ({ from: clock(localMs), until: clock(localMs) + lastsMs })),
  ];
}

/** Occurrences a day. Nobody could keep up with more, and a short rule could mean millions of events. */
const mostADay = 24;

/** The most occurrences of a rule on a day. */
function timesADay(rule: string): number {
  const [, frequency = ''] = /FREQ=(\w+)/.exec(rule) ?? [];
  const each = (part: string, often: readonly string[], times: number) => {
    const [, listed] = new RegExp(`${part}=([^;]+)`).exec(rule) ?? [];
    return listed?.split(',').length ?? (often.includes(frequency) ? times : 1);
  };
  return (
    each('BYHOUR', ['HOURLY', 'MINUTELY', 'SECONDLY'], 24) *
    each('BYMINUTE', ['MINUTELY', 'SECONDLY'], 60) *
    each('BYSECOND', ['SECONDLY'], 60)
  );
}

/** The local times between two others at which a series has an occurrence, in ms as if they were UTC. */
function localStarts(
  rule: string,
  start: LocalMoment,
  [afterMs, toMs]: readonly [number, number],
): readonly number[] {
  if (timesADay(rule) > mostADay) throw new Error(`it comes too often: ${rule}`);
  // UNTIL is left to `isOver`: it may be written by another clock than the occurrences.
  const isOver = endIn(rule, start);
  if (isOver(afterMs)) return [];
  return recurring(rule.replace(/;?UNTIL=[^;]*/, ''), start.localMs)
    .between(new Date(afterMs), new Date(toMs), true)
    .map(({ epochMilliseconds }) => epochMilliseconds)
    .filter((localMs) => !isOver(localMs));
}

/** Tests whether a local time is after the UNTIL of a rule, which is an instant, a local time or a day. */
function endIn(rule: string, { clock }: LocalMoment): (localMs: number) => boolean {
  const [, until] = /UNTIL=([^;]+)/.exec(rule) ?? [];
  if (until === undefined) return () => false;
  const last = DateTime.fromISO(until, { zone: 'utc' });
  const lastMs = (until.includes('T') ? last : last.endOf('day')).toMillis();
  return (localMs) => (until.endsWith('Z') ? clock(localMs) : localMs) > lastMs;
}

/** Tests whether a local time of a series is among the moments: to the instant, or to the day if either is a whole day. */
function amongThem(
  { clock, isDay }: LocalMoment,
  moments: readonly LocalMoment[],
): (localMs: number) => boolean {
  const days = new Set(moments.filter((one) => isDay || one.isDay).map(({ localMs }) => dayOf(localMs)));
  const instants = new Set(moments.filter((one) => !one.isDay).map((one) => one.clock(one.localMs)));
  return (localMs) => days.has(dayOf(localMs)) || instants.has(clock(localMs));
}

const dayOf = (localMs: number): number => Math.floor(localMs / dayMs);
