import type { RequestOptions } from '../domain/command/command.ts';
import { criticalOf, locksOf, needsAdmin } from '../domain/components.ts';
import type { CheckReport, ReleaseScope } from '../domain/release/checks.ts';
import { pageTitle } from '../domain/release/page.ts';
import { evidenceOfAll, missingIn, toJudge } from '../domain/release/snapshot.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import { ticketsOf } from '../domain/release/subject.ts';
import type { Item, Subject } from '../domain/release/subject.ts';
import { signs } from '../domain/settings.ts';
import type { Settings, Sign } from '../domain/settings.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { ticketLink } from '../domain/command/ticket-key.ts';
import type { Ticket, Tracker } from './tickets/ticket.ts';

/** The formal checks of all that is released. A tracker that cannot answer is part of the report. */
export async function checkTicket(
  subject: Subject,
  options: RequestOptions,
  settings: Settings,
  tracker: Tracker,
): Promise<CheckReport> {
  try {
    const found = new Map<string, Ticket>();
    for (const key of ticketsOf(subject)) {
      const ticket = await tracker.find(key);
      if (ticket === null) return { outcome: 'unknownTicket', ticket: key };
      found.set(key, ticket);
    }
    return report(subject, found, options, settings);
  } catch (error) {
    const scope = scopeOf(options.components ?? [], [], settings);
    return { outcome: 'unavailable', message: reasonOf(error), scope };
  }
}

function report(
  subject: Subject,
  found: ReadonlyMap<string, Ticket>,
  options: RequestOptions,
  settings: Settings,
): CheckReport {
  const items = subject.items.map((item) => checkedItem(item, found, options, settings));
  const ofAll = [...found.values()].flatMap(({ components }) => components);
  const named = [...new Set(ofAll.map((name) => name.toLowerCase()))];
  const evidence = evidenceOfAll(items);
  return {
    outcome: 'checked',
    title: [...new Set(items.map(({ title }) => title))].join(' · '),
    url: items[0]?.url ?? null,
    missingSigns: missingIn(evidence),
    evidence,
    items,
    scope: scopeOf(options.components ?? named, named, settings),
    rules: settings.release,
  };
}

function checkedItem(
  item: Item,
  found: ReadonlyMap<string, Ticket>,
  { wikiLink }: RequestOptions,
  { checks, tickets }: Settings,
): CheckedItem {
  const docs = (sign: Sign) => (sign === 'releaseDocs' ? wikiLink : null);
  const evidenceBy = (of: (sign: Sign) => string | true | null) =>
    Object.fromEntries(signs.filter((sign) => checks[sign]).map((sign) => [sign, of(sign) ?? docs(sign)]));
  switch (item.kind) {
    case 'ticket': {
      const ticket = found.get(item.key);
      const url = ticket?.url ?? ticketLink(item.key, tickets.linkTemplate);
      const evidence = evidenceBy((sign) => ticket?.signs[sign] ?? null);
      return { item, title: ticket?.title ?? item.key, url, evidence };
    }
    case 'page': {
      const { url } = item;
      const evidence = evidenceBy((sign) => (sign === 'releaseDocs' ? url : toJudge));
      return { item, title: pageTitle(url), url, evidence };
    }
    case 'text':
      return {
        item,
        title: item.text,
        url: null,
        evidence: evidenceBy((sign) => docs(sign) ?? toJudge),
      };
  }
}

/** `ofTickets`: what the tickets name. */
function scopeOf(named: readonly string[], ofTickets: readonly string[], settings: Settings): ReleaseScope {
  const critical = criticalOf(settings.components);
  const components = named.filter((name) => Object.hasOwn(settings.components, name));
  return {
    components,
    leftOut: critical.filter((name) => ofTickets.includes(name) && !named.includes(name)),
    unknownComponents: named.filter((name) => !components.includes(name)),
    locks: locksOf(components, settings.components),
    adminNeeded: needsAdmin(components, settings.components),
    approvals: components.map((component) => ({
      component,
      needed: settings.components[component]?.approvals ?? 1,
    })),
  };
}
