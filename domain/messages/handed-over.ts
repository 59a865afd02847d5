/**
 * What a run hands to the next one of the same workflow. Temporal fails a workflow that hands over more than 2 MB, and Slack or the database may
 * be away for weeks: of each kind the newest goes on. Rows for the log all go on, since nobody else knows of them, with shorter texts if need be.
 */
import type { ReleaseEvent } from '../release/events.ts';
import type { EventRow } from '../log/event-row.ts';
import { bytesOf } from './bounds.ts';
import type { Notice } from './notice.ts';
import type { Untold } from './runs.ts';

/** Of each kind, in bytes of its JSON. */
export const mostBytes = 400_000;
/** Of an event that was told, in bytes; of a text and of a list in it that is larger, in characters and in items. */
const largeFacts = 400;
const shortText = 60;
const shortList = 3;
/** Of a text in a row for the log, in characters, if the rows are too much. */
const shortReason = 300;

/** What a release remembers of what happened to it: all of that was told and recorded. */
export function pastEvents(events: readonly ReleaseEvent[]): readonly ReleaseEvent[] {
  const past = events.map(inShort);
  const kept = new Set(newest(past));
  const first = new Map(past.toReversed().map((event) => [event.type, event]));
  const last = new Map(past.map((event) => [event.type, event]));
  // By these it knows since when it is announced, started, a hotfix.
  return past.filter(
    (event) => kept.has(event) || first.get(event.type) === event || last.get(event.type) === event,
  );
}

const inShort = (event: ReleaseEvent): ReleaseEvent =>
  sizeOf(event.facts) <= largeFacts ? event : ({ ...event, facts: beginningOf(event.facts) } as ReleaseEvent);

/** The same with the beginnings of its texts and lists. */
const beginningOf = <T>(value: T): T => shortened(value, shortText, shortList);

/** Plain data with texts of at most so many characters and lists of at most so many items. */
function shortened<T>(value: T, text: number, list: number): T;
function shortened(value: unknown, text: number, list: number): unknown {
  const part = (item: unknown): unknown => shortened(item, text, list);
  if (typeof value === 'string') return value.length > text ? `${value.slice(0, text)}…` : value;
  if (Array.isArray(value)) return value.slice(0, list).map(part);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, part(item)]));
}

/** Rows that the log does not have yet. */
export function unrecordedRows(rows: readonly EventRow[]): readonly EventRow[] {
  return newest(rows).length === rows.length
    ? rows
    : rows.map((row) => ({ ...row, facts: shortened(row.facts, shortReason, Infinity) }));
}

/** What Slack is still told: of what is too much, the old that says least is left out. */
export function stillTold(untold: Untold): Untold {
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

/** A card is replaced by the next one, a reminder is repeated, and what came of a command is seen in `status`; what happened is told once. */
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

/** The last of them that have at most `mostBytes` together. */
export function newest<T>(all: readonly T[]): readonly T[] {
  let bytes = 0;
  const from = all.findLastIndex((one) => {
    bytes += sizeOf(one);
    return bytes > mostBytes;
  });
  return all.slice(from + 1);
}

const sizeOf = (value: unknown): number => bytesOf(JSON.stringify(value));
