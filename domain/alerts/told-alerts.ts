import { everyComponent, ofNothing } from '../log/event-row.ts';
import type { EventRow } from '../log/event-row.ts';
import { nobody } from '../messages/origin.ts';
import type { Alert, AlertWords } from './alert.ts';
import type { AlertIncident } from './storm.ts';

/** Alerts listed by name. */
const mostNamed = 10;
const longestReason = 1000;

/** An incident as people read it. Instants are epoch ms. */
export interface ToldIncident {
  readonly id: string;
  readonly version: number;
  readonly at: number;
  readonly endedAt: number | null;
  readonly firing: number;
  readonly all: number;
  /** Firing alerts first. */
  readonly named: readonly (AlertWords & Pick<Alert, 'components'>)[];
  /** Empty: it may concern every component. */
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

/** Empty (every component) if one alert may concern all. */
const componentsOf = (alerts: readonly Alert[]): readonly string[] =>
  alerts.some(({ components }) => components.length === 0)
    ? []
    : [...new Set(alerts.flatMap(({ components }) => components))];

/** The log row of its beginning. `actor`: whose alerts they are. */
export const alertRow = (incident: AlertIncident, actor: string): EventRow => ({
  ...rowOf(incident, actor),
  key: `incident:alerts:${incident.id}`,
  at: incident.at,
  type: 'incident',
});

/** The log row of its end. An incident that fires again ends several times. */
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
