/**
 * What a run hands to the next one by continue-as-new. Temporal fails a workflow that hands over more than 2 MB, and Slack or the database may be
 * down for weeks, so only the newest of each kind is kept. Log rows are all kept, since nobody else knows them, but long texts in them are cut.
 */
import type { ReleaseEvent } from '../release/events.ts';
import type { ReleaseState } from '../release/state.ts';
import type { EventRow } from '../log/event-row.ts';
import { bytesOf } from './bounds.ts';
import type { Notice } from './notice.ts';
import type { UndeliveredNotices } from './runs.ts';

/** The limit for each kind, in bytes of its JSON. */
export const mostBytes = 400_000;
/** Facts of a past event above this size, in bytes, are shortened. Texts are cut to `shortText` characters, lists to `shortList` items. */
const largeFacts = 400;
const shortText = 60;
const shortList = 3;
/** Characters of a text in a log row, if the rows are too much. */
const shortReason = 300;

/** What a release remembers of its events, all of which were delivered and recorded. */
export function pastEvents(events: readonly ReleaseEvent[]): readonly ReleaseEvent[] {
  const past = events.map(inShort);
  const kept = new Set(newest(past));
  const first = new Map(past.toReversed().map((event) => [event.type, event]));
  const last = new Map(past.map((event) => [event.type, event]));
  // These tell since when it is announced, started, or a hotfix.
  return past.filter(
    (event) => kept.has(event) || first.get(event.type) === event || last.get(event.type) === event,
  );
}

const inShort = (event: ReleaseEvent): ReleaseEvent =>
  sizeOf(event.facts) <= largeFacts ? event : ({ ...event, facts: beginningOf(event.facts) } as ReleaseEvent);

/** A copy with texts and lists cut to their beginnings. */
const beginningOf = <T>(value: T): T => shortened(value, shortText, shortList);

/** A copy of plain data with texts of at most `text` characters and lists of at most `list` items. */
function shortened<T>(value: T, text: number, list: number): T;
function shortened(value: unknown, text: number, list: number): unknown {
  const part = (item: unknown): unknown => shortened(item, text, list);
  if (typeof value === 'string') return value.length > text ? `${value.slice(0, text)}…` : value;
  if (Array.isArray(value)) return value.slice(0, list).map(part);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, part(item)]));
}

/** Log rows that are not written yet. */
export function boundedRows(rows: readonly EventRow[]): readonly EventRow[] {
  return newest(rows).length === rows.length
    ? rows
    : rows.map((row) => ({ ...row, facts: shortened(row.facts, shortReason, Infinity) }));
}

/** The freezes that a release knows of, by component. If that is too much, their reasons are cut, which the log has whole. */
export const boundedFreezes = (freezes: ReleaseState['freezes']): ReleaseState['freezes'] =>
  sizeOf(freezes) <= mostBytes
    ? freezes
    : Object.fromEntries(
        Object.entries(freezes).map(([component, list]) => [
          component,
          list.map(({ reason, by, from, until }) => ({ reason: beginningOf(reason), by, from, until })),
        ]),
      );

/** What is still to be delivered to Slack. If it is too much, old and unimportant notices are dropped. */
export function boundedNotices(untold: UndeliveredNotices): UndeliveredNotices {
  const { notices, left } = untold;
  const all = [...left.notices, ...notices];
  const lastCard = all.findLast(({ kind }) => kind === 'card');
  const weigh = (notice: Notice) => (notice === lastCard ? weights.event : weightOf(notice));
  const kept = new Set(newest(all.toSorted((a, b) => weigh(a) - weigh(b))));
  if (kept.size === all.length) return untold;
  const ids = new Set([...kept].map(({ id }) => id));
  const backlogs = left.backlogs
    .map((backlog) => ({ ...backlog, notices: backlog.notices.filter((id) => ids.has(id)) }))
    .filter((backlog) => backlog.notices.length > 0);
  const isKept = (notice: Notice) => kept.has(notice);
  return {
    ...untold,
    notices: notices.filter(isKept),
    left: { notices: left.notices.filter(isKept), backlogs },
  };
}

/**
 * Cards are replaced by the next one, reminders are repeated, and answers can be seen in `status`. An event is told only once, so it weighs
 * most.
 */
const weights = { card: 0, nudge: 1, answer: 2, event: 3 } as const;

function weightOf(notice: Notice): number {
  switch (notice.kind) {
    case 'card':
      return weights.card;
    case 'event':
      return ['nudged', 'escalated'].includes(notice.event.type) ? weights.nudge : weights.event;
    case 'answer':
    case 'looking':
    case 'lockAnswer':
      return weights.answer;
    case 'settling':
    case 'lockEvent':
      return weights.event;
  }
}

/** The longest tail that fits into `mostBytes` of JSON. */
export function newest<T>(all: readonly T[]): readonly T[] {
  let bytes = 0;
  const from = all.findLastIndex((one) => {
    bytes += sizeOf(one);
    return bytes > mostBytes;
  });
  return all.slice(from + 1);
}

const sizeOf = (value: unknown): number => bytesOf(JSON.stringify(value));
