import { locksOf, maybeLingering, namesNowOf, renamedIn } from '../../../../domain/components.ts';
import type { CheckReport } from '../../../../domain/release/check-report.ts';
import { rules } from './company.ts';
import type { Company } from './company.ts';
import type { Release, Ticket } from './parts.ts';

/** What checks read. */
interface Sources {
  readonly tickets: ReadonlyMap<string, Ticket>;
  readonly settings: Company;
  readonly trackerAnswers: boolean;
  /** The ones of these that have a lock. */
  standing(components: readonly string[]): readonly string[];
}

const noTicket: Ticket = { components: [], url: '', tested: false };

export function reportOf(from: Sources, { ticket, state }: Release): CheckReport {
  const { components: asked, url, tested } = from.tickets.get(ticket) ?? noTicket;
  const named = namesNowOf(from.trackerAnswers ? asked : state.components, from.settings);
  const components = named.filter((name) => Object.hasOwn(from.settings, name));
  const approvals = components.map((component) => ({
    component,
    needed: from.settings[component]?.approvals ?? 1,
  }));
  const standing = from.standing(maybeLingering(components, from.settings));
  const scope = {
    components,
    unknownComponents: named.filter((name) => !components.includes(name)),
    leftOut: [],
    locks: locksOf(components, from.settings, standing),
    adminNeeded: false,
    approvals,
    renamed: renamedIn(components, from.settings),
  };
  if (!from.trackerAnswers) return { outcome: 'unavailable', message: 'away', scope };
  const signs = {
    missingSigns: tested ? [] : ['qa' as const],
    evidence: { qa: tested ? (true as const) : null },
  };
  return { outcome: 'checked', title: ticket, url, ...signs, scope, rules };
}
