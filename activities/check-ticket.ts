import type { RequestOptions } from '../domain/command/command.ts';
import { criticalOf, locksOf, needsAdmin } from '../domain/components.ts';
import type { CheckReport, ReleaseScope } from '../domain/release/checks.ts';
import { signs } from '../domain/settings.ts';
import type { Settings, Sign } from '../domain/settings.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { ticketLink } from '../domain/command/ticket-key.ts';
import type { Ticket, Tracker } from './tickets/ticket.ts';

/** The formal checks of a ticket. A tracker that cannot answer is part of the report. */
export async function checkTicket(
  key: string,
  options: RequestOptions,
  settings: Settings,
  tracker: Tracker,
): Promise<CheckReport> {
  try {
    const ticket = await tracker.find(key);
    return ticket === null ? { outcome: 'unknownTicket' } : report(ticket, options, settings);
  } catch (error) {
    const scope = scopeOf(options.components ?? [], [], settings);
    return { outcome: 'unavailable', message: reasonOf(error), scope };
  }
}

function report(ticket: Ticket, options: RequestOptions, settings: Settings): CheckReport {
  const evidenceOf = (sign: Sign) => ticket.signs[sign] ?? (sign === 'releaseDocs' ? options.wikiLink : null);
  const checked = signs.filter((sign) => settings.checks[sign]);
  const named = ticket.components.map((name) => name.toLowerCase());
  return {
    outcome: 'checked',
    title: ticket.title,
    url: ticket.url ?? ticketLink(ticket.key, settings.tickets.linkTemplate),
    missingSigns: checked.filter((sign) => evidenceOf(sign) === null),
    evidence: Object.fromEntries(checked.map((sign) => [sign, evidenceOf(sign)])),
    scope: scopeOf(options.components ?? named, named, settings),
    rules: settings.release,
  };
}

/** `ofTicket`: what the ticket names. */
function scopeOf(named: readonly string[], ofTicket: readonly string[], settings: Settings): ReleaseScope {
  const critical = criticalOf(settings.components);
  const components = named.filter((name) => Object.hasOwn(settings.components, name));
  return {
    components,
    leftOut: critical.filter((name) => ofTicket.includes(name) && !named.includes(name)),
    unknownComponents: named.filter((name) => !components.includes(name)),
    locks: locksOf(components, settings.components),
    adminNeeded: needsAdmin(components, settings.components),
    approvals: components.map((component) => ({
      component,
      needed: settings.components[component]?.approvals ?? 1,
    })),
  };
}
