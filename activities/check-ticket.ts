import type { RequestOptions } from '../domain/command.ts';
import { locksOf, needsAdmin } from '../domain/components.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import { signs } from '../domain/settings.ts';
import type { Settings } from '../domain/settings.ts';
import { ticketLink } from '../domain/ticket-key.ts';
import type { Tracker } from './tickets/ticket.ts';

/** The formal checks of a ticket. Throws `TrackerError` if its tracker cannot answer. */
export async function checkTicket(
  key: string,
  options: RequestOptions,
  settings: Settings,
  tracker: Tracker,
): Promise<CheckReport> {
  const ticket = await tracker.find(key);
  if (ticket === null) return { found: false };
  const named = options.components ?? ticket.components.map((name) => name.toLowerCase());
  const components = named.filter((name) => Object.hasOwn(settings.components, name));
  const present = (sign: (typeof signs)[number]) =>
    ticket.signs[sign] !== null || (sign === 'releaseDocs' && options.wikiLink !== null);
  return {
    found: true,
    title: ticket.title,
    url: ticket.url ?? ticketLink(key, settings.tickets.linkTemplate),
    missingSigns: signs.filter((sign) => settings.checks[sign] && !present(sign)),
    components,
    unknownComponents: named.filter((name) => !components.includes(name)),
    locks: locksOf(components, settings.components),
    adminNeeded: needsAdmin(components, settings.components),
    rules: settings.release,
  };
}
