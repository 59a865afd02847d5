import type { Selectable } from 'kysely';
import type { About, EventRow } from '../domain/log/event-row.ts';
import type { EventsTable } from './schema.ts';

/** An event as the log has it; `seq` grows with every one that arrives. */
export interface LoggedEvent extends EventRow {
  readonly seq: number;
}

/** All but what only finds them. */
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

/** The table holds no other. */
function aboutOf(about: string): About {
  return about === 'lock' || about === 'incident' ? about : 'release';
}
