import type { Selectable } from 'kysely';
import type { About, EventRow } from '../domain/log/event-row.ts';
import type { EventsTable } from './schema.ts';

/** An event in the log; `seq` grows with every row inserted. */
export interface LoggedEvent extends EventRow {
  readonly seq: number;
}

/** All columns except the search index. */
export const eventColumns = [
  'seq',
  'key',
  'at',
  'about',
  'type',
  'releaseKey',
  'n',
  'ticket',
  'tickets',
  'title',
  'url',
  'wikiLink',
  'requester',
  'actor',
  'via',
  'commandId',
  'channel',
  'saidAt',
  'components',
  'component',
  'token',
  'facts',
  'pipeline',
] as const satisfies readonly (keyof EventsTable)[];

export type StoredEvent = Omit<Selectable<EventsTable>, 'search'>;

export function eventOf(row: StoredEvent): LoggedEvent {
  const tickets = row.tickets ?? (row.ticket === null ? [] : [row.ticket]);
  return { ...row, tickets, at: row.at.getTime(), about: aboutOf(row.about) };
}

/** The table's check constraint allows no other values. */
function aboutOf(about: string): About {
  return about === 'lock' || about === 'incident' ? about : 'release';
}
