import type { Insertable } from 'kysely';
import type { EventRow } from '../domain/log/event-row.ts';
import type { EventsTable } from './schema.ts';

/**
 * A row for the table. PostgreSQL stores neither NUL nor lone surrogates;
 * one in a title must not block the log for ever, so they are replaced.
 */
export function columnsOf(row: EventRow): Insertable<EventsTable> {
  const { at, about, releaseKey, n, token, components, facts } = row;
  const mended = (
    name: {
      [K in keyof EventRow]: EventRow[K] extends string | null ? K : never;
    }[keyof EventRow],
  ) => {
    const text = row[name];
    return text === null ? null : writable(text);
  };
  return {
    key: writable(row.key),
    at: new Date(at).toISOString(),
    about,
    type: writable(row.type),
    releaseKey,
    n,
    ticket: mended('ticket'),
    tickets: row.tickets.map(writable),
    title: mended('title'),
    url: mended('url'),
    wikiLink: mended('wikiLink'),
    requester: mended('requester'),
    actor: mended('actor'),
    via: mended('via'),
    pipeline: row.pipeline && JSON.stringify(row.pipeline, mendedText),
    commandId: mended('commandId'),
    channel: mended('channel'),
    saidAt: row.saidAt,
    components: components.map(writable),
    component: mended('component'),
    token,
    facts: JSON.stringify(facts, mendedText),
  };
}

/** The row as the table returns it. */
export function asStored(row: EventRow): EventRow {
  return JSON.parse(JSON.stringify({ ...row, at: Math.floor(row.at) }, mendedText)) as EventRow;
}

function mendedText(_: string, value: unknown): unknown {
  if (typeof value === 'string') return writable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [writable(name), part]));
}

const writable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
