import { everyComponent, ofNothing } from '../log/event-row.ts';
import type { EventRow } from '../log/event-row.ts';
import { nobody } from '../messages/origin.ts';
import type { Alert, AlertWords } from './alert.ts';
import type { AlertIncident } from './storm.ts';

/** So many alerts are told by name. */
const mostNamed = 10;
const longestReason = 1000;

/** What people read of an incident. Instants are epoch ms. */
export interface ToldIncident {
  readonly id: string;
  readonly version: number;
  readonly at: number;
  readonly endedAt: number | null;
  readonly firing: number;
  readonly all: number;
  /** Those that fire first. */
  readonly named: readonly (AlertWords & Pick<Alert, 'components'>)[];
  /** None: it may concern all. */
  readonly components: readonly string[];
}

export function toldIncident({ id, version, at, endedAt, alerts }: AlertIncident): ToldIncident {
  const all = Object.values(alerts);
  const firing = all.filter((alert) => alert.endedAt === null);
  const worded = [...firing, ...all.filter((alert) => alert.endedAt !== null)].flatMap(
    ({ words, components }) => (words === null ? [] : [{ ...words, components }]),
  );
  return {
    ...{ id, version, at, endedAt },
    firing: firing.length,
    all: all.length,
    named: worded.slice(0, mostNamed),
    components: componentsOf(all),
  };
}

/** One alert that may concern all makes the whole do so. */
const componentsOf = (alerts: readonly Alert[]): readonly string[] =>
  alerts.some(({ components }) => components.length === 0)
    ? []
    : [...new Set(alerts.flatMap(({ components }) => components))];

/** What the log has of its beginning. `actor`: whose alerts they are. */
export const alertRow = (incident: AlertIncident, actor: string): EventRow => ({
  ...rowOf(incident, actor),
  key: `incident:alerts:${incident.id}`,
  at: incident.at,
  type: 'incident',
});

/** What the log has of its end, of which there may be several. */
export const endRow = (incident: AlertIncident, actor: string): EventRow => ({
  ...rowOf(incident, actor),
  key: `incident:alerts:${incident.id}:resolved:${incident.endings}`,
  at: incident.endedAt ?? incident.changedAt,
  type: 'resolved',
});

function rowOf(incident: AlertIncident, actor: string): Omit<EventRow, 'key' | 'at' | 'type'> {
  const { named, components, all } = toldIncident(incident);
  const reason = named
    .map(({ name, summary }) => (summary === null ? name : `${name}: ${summary}`))
    .join('; ')
    .slice(0, longestReason);
  return {
    ...ofNothing,
    ...nobody,
    actor,
    via: 'hook',
    pipeline: null,
    about: 'incident',
    components: components.length === 0 ? [everyComponent] : components,
    facts: { reason, alerts: all },
  };
}
