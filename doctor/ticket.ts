import { trackerWorlds } from '../activities/ticket-activities.ts';
import { sourcesOf } from '../activities/tickets/trackers.ts';
import type { CheckSources } from '../activities/check-ticket.ts';
import { readTicketKey } from '../domain/command/ticket-key.ts';
import { oneLine } from '../domain/one-line.ts';
import type { Settings } from '../domain/settings.ts';
import { isChangeAddress, parts } from '../domain/signs/ticket.ts';
import type { Ticket } from '../domain/signs/ticket.ts';
import { linkTemplatesOf, trackerOf } from '../domain/trackers.ts';
import { ticketWords } from '../texts/doctor-trackers.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

const mostPages = 10;
const longestTitle = 100;

/**
 * What can be read of a ticket, given by key or address, and of the pages it links to, as a worker with this environment would read them.
 */
export async function diagnoseTicket(
  said: string,
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  const key = readTicketKey(said, linkTemplatesOf(settings.tickets));
  if (key === null) return [wrong('ticket', ticketWords.noKey(said))];
  const tracker = trackerOf(key, settings.tickets);
  if (tracker === null) {
    const patterns = settings.tickets.map(({ name, keys }) => `${name} ${keys}`);
    return [wrong('ticket', ticketWords.nobodys(key, patterns))];
  }
  const sources = sourcesOf(settings, trackerWorlds(env)(settings));
  const found = await sources.find(key, new Set([...parts, 'pipeline', 'paths']));
  switch (found.outcome) {
    case 'unknown':
      return [wrong('ticket', ticketWords.unknown(key, tracker.name))];
    case 'cannotTell':
    case 'badCredentials':
      return [wrong('ticket', ticketWords.away(key, tracker.name, found.reason))];
    case 'found':
      return [...ticketFound(found.ticket, tracker.name), ...(await pagesOf(found.ticket, sources))];
  }
}

function ticketFound(
  { key, title, unread, unreadFields = [], changes }: Ticket,
  tracker: string,
): readonly Diagnosis[] {
  const known = shorten(oneLine(title), longestTitle);
  const read = parts.filter((part) => unread[part] === undefined);
  return [
    ok('ticket', ticketWords.found(key, tracker, known, read, changes.length)),
    ...parts.flatMap((part) => {
      const reason = unread[part];
      return reason === undefined ? [] : [wrong('ticket', ticketWords.unread(key, part, reason))];
    }),
    ...(unreadFields.length === 0 ? [] : [unknown('ticket', ticketWords.unreadFields(key, unreadFields))]),
  ];
}

/** Reads the pages. An unreadable one is a mistake only if the configuration knows it; otherwise it may be anything. */
async function pagesOf({ pages }: Ticket, sources: CheckSources): Promise<readonly Diagnosis[]> {
  const all = [...new Set(pages)].filter((address) => URL.canParse(address) && !isChangeAddress(address));
  const findings = await Promise.all(
    all.slice(0, mostPages).map(async (address) => {
      const isKnown = sources.knowsPage?.(address) === true;
      const unread = (text: string) => (isKnown ? wrong('pages', text) : unknown('pages', text));
      const found = await sources.readPage(address);
      switch (found.outcome) {
        case 'found':
          return ok('pages', ticketWords.page(address, shorten(oneLine(found.page.title), longestTitle)));
        case 'missing':
          return unread(ticketWords.pageMissing(address));
        case 'cannotTell':
          return unread(ticketWords.pageAway(address, found.reason));
      }
    }),
  );
  const more = all.length - findings.length;
  return more > 0 ? [...findings, unknown('pages', ticketWords.morePages(more))] : findings;
}
