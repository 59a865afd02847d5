import type { Insertable } from 'kysely';
import type { EventRow } from '../domain/log/event-row.ts';
import type { EventsTable } from './schema.ts';

/** The columns of a row that is as stored. */
export const columnsOf = (row: EventRow): Insertable<EventsTable> => ({
  key: row.key,
  at: new Date(row.at).toISOString(),
  about: row.about,
  type: row.type,
  releaseKey: row.releaseKey,
  n: row.n,
  ticket: row.ticket,
  tickets: [...row.tickets],
  title: row.title,
  url: row.url,
  wikiLink: row.wikiLink,
  requester: row.requester,
  actor: row.actor,
  via: row.via,
  pipeline: row.pipeline && JSON.stringify(row.pipeline),
  commandId: row.commandId,
  channel: row.channel,
  saidAt: row.saidAt,
  components: [...row.components],
  component: row.component,
  token: row.token,
  facts: JSON.stringify(row.facts),
});

/**
 * The row as the table returns it. PostgreSQL stores neither NUL nor lone surrogates; one in a title must not block the log for ever, so
 * they are replaced.
 */
export function asStored(row: EventRow): EventRow {
  return JSON.parse(JSON.stringify({ ...row, at: Math.floor(row.at) }, mendedText)) as EventRow;
}

function mendedText(_: string, value: unknown): unknown {
  if (typeof value === 'string') return writable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [writable(name), part]));
}

const writable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
