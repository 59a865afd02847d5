import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { eventJson } from '../answers/json.ts';
import { readTicketKey } from '../domain/command/ticket-key.ts';
import { eventColumns } from '../log/event-rows.ts';
import type { LoggedEvent } from '../log/event-rows.ts';
import type { EventFilter, ReleaseLog } from '../log/release-log.ts';
import { words } from '../texts/cli.ts';
import { withLog } from './open-log.ts';

export type Format = 'json' | 'csv';

export interface Wanted {
  /** A component or a ticket; without it all of them. */
  readonly about: string | undefined;
  /** Epoch ms, both included. */
  readonly since?: number;
  readonly until?: number;
}

/** `dobrobot log`: writes events to stdout, oldest first, a few at a time. Throws an error that says the way out. */
export function writeOut({ about, ...period }: Wanted, format: Format): Promise<void> {
  return withLog(async (log) => {
    const filter = { ...period, ...(about === undefined ? {} : await subjectOf(log, about)) };
    const events = Readable.from(log.stream(filter));
    const written =
      format === 'csv'
        ? pipeline(events, cells, csv(), process.stdout, stay)
        : pipeline(events, lines, process.stdout, stay);
    await written.catch((error: unknown) => {
      // A reader that has seen enough, such as `head`, is no mistake.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    });
  });
}

/** Others write there, too. */
const stay = { end: false };

/** A component that the log knows goes before a ticket that is written alike. */
async function subjectOf(log: ReleaseLog, name: string): Promise<EventFilter> {
  if (await log.knowsComponent(name)) return { component: name };
  const ticket = readTicketKey(name, []);
  if (ticket !== null && (await log.count({ ticket }, 1)) > 0) return { ticket };
  throw new Error(words.noEvents(name));
}

async function* lines(events: AsyncIterable<LoggedEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(eventJson(event))}\n`;
}

async function* cells(events: AsyncIterable<LoggedEvent>): AsyncGenerator<Record<string, unknown>> {
  for await (const event of events) {
    const told = eventJson(event);
    const { tickets, components, facts, pipeline } = told;
    const lists = { tickets: tickets.join(' '), components: components.join(' ') };
    yield {
      ...told,
      ...lists,
      facts: JSON.stringify(facts),
      pipeline: pipeline && JSON.stringify(pipeline),
    };
  }
}

/** A title that begins as a formula does must not become one in a spreadsheet: it begins with an apostrophe then. */
const csv = () => stringify({ header: true, columns: [...eventColumns], escape_formulas: true });
