import type { Insertable } from 'kysely';
import type { EventRow } from '../domain/log/event-row.ts';
import type { EventsTable } from './schema.ts';

/** A row as the table takes it. PostgreSQL has no NUL and no half characters: one in a title must not hold up the log for ever. */
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

/** A row as it comes back from the table. */
export function asStored(row: EventRow): EventRow {
  return JSON.parse(JSON.stringify({ ...row, at: Math.floor(row.at) }, mendedText)) as EventRow;
}

const mendedText = (_: string, value: unknown) => (typeof value === 'string' ? writable(value) : value);

const writable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
