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

export interface ExportFilter {
  /** A component or a ticket; undefined: everything. */
  readonly about: string | undefined;
  /** Epoch ms, both inclusive. */
  readonly since?: number;
  readonly until?: number;
}

/** `dobrobot log`: streams events to stdout, oldest first. Throws an error that names the way out. */
export function writeOut({ about, ...period }: ExportFilter, format: Format): Promise<void> {
  return withLog(async (log) => {
    const filter = { ...period, ...(about === undefined ? {} : await subjectOf(log, about)) };
    const events = Readable.from(log.stream(filter));
    const written =
      format === 'csv'
        ? pipeline(events, cells, csv(), process.stdout, stay)
        : pipeline(events, lines, process.stdout, stay);
    await written.catch((error: unknown) => {
      // A reader that has seen enough, such as `head`, is not an error.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    });
  });
}

/** stdout stays open because others write to it, too. */
const stay = { end: false };

/** A name may be both a component and a ticket; a component in the log takes precedence. */
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

/** Escapes titles that start like a formula with an apostrophe, so that a spreadsheet does not run them. */
const csv = () => stringify({ header: true, columns: [...eventColumns], escape_formulas: true });
