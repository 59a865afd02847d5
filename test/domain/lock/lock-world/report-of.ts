import { locksOf, maybeStanding, renamedIn } from '../../../../domain/components.ts';
import type { ComponentSettings } from '../../../../domain/settings.ts';
import type { CheckReport } from '../../../../domain/release/checks.ts';
import { rules } from './company.ts';
import type { Ticket } from './parts.ts';

interface Asked {
  readonly ticket: string;
  readonly told: Ticket;
  /** Whether the tracker answers. */
  readonly answers: boolean;
  /** What it touches, by the names of now. */
  readonly named: readonly string[];
}

/** What checks find. `standing`: which of these components have a lock though the configuration gives them none. */
export function reportOf(
  { ticket, told: { url, tested }, answers, named }: Asked,
  settings: Readonly<Record<string, ComponentSettings>>,
  standing: (components: readonly string[]) => readonly string[],
): CheckReport {
  const components = named.filter((name) => Object.hasOwn(settings, name));
  const scope = {
    components,
    unknownComponents: named.filter((name) => !components.includes(name)),
    leftOut: [],
    locks: locksOf(components, settings, standing(maybeStanding(components, settings))),
    adminNeeded: false,
    approvals: components.map((component) => ({ component, needed: settings[component]?.approvals ?? 1 })),
    renamed: renamedIn(components, settings),
  };
  if (!answers) return { outcome: 'unavailable', message: 'away', scope };
  const signs = {
    missingSigns: tested ? [] : ['qa' as const],
    evidence: { qa: tested ? (true as const) : null },
  };
  return { outcome: 'checked', title: ticket, url, ...signs, scope, rules };
}
