import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestEvent {
  readonly title: string;
  readonly from: number;
  readonly until: number;
}

export interface CalendarServer {
  readonly url: string;
  /** The headers of each request. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  /** Replaces the events in the calendar. */
  readonly show: (events: readonly TestEvent[]) => void;
  /** How it answers from now on: not at all, by closing the connection, or properly. */
  readonly become: (how: 'silent' | 'gone' | 'well') => void;
}

/** Closed when the test ends. */
export async function startCalendar(): Promise<CalendarServer> {
  const asked: Readonly<Record<string, unknown>>[] = [];
  let how: 'silent' | 'gone' | 'well' = 'well';
  let text = textOf([]);
  let version = 0;
  const server = createServer((request, response) => {
    asked.push(request.headers);
    if (how === 'silent') return;
    if (how === 'gone') {
      request.socket.destroy();
      return;
    }
    const etag = `"${String(version)}"`;
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) response.statusCode = 304;
    else response.setHeader('content-type', 'text/calendar; charset=utf-8');
    response.end(response.statusCode === 304 ? '' : text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/net.ics`,
    asked,
    show: (events) => {
      text = textOf(events);
      version += 1;
    },
    become: (next) => {
      how = next;
    },
  };
}

const textOf = (events: readonly TestEvent[]): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0'],
    ...events.flatMap(({ title, from, until }) => [
      ...['BEGIN:VEVENT', `UID:${title}`, `SUMMARY:${title}`, `DTSTART:${utc(from)}`, `DTEND:${utc(until)}`],
      ...['ORGANIZER;CN=Nadia Orlova:mailto:nadia@example.com', 'URL:https://calendar.example.com/1'],
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n');

const utc = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
