import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

interface RateLimited {
  on(event: 'rate_limited', listener: (seconds: number, about: { readonly url: string }) => void): unknown;
}

/** Counts how often Slack rate-limited a client (429), by API method. */
export function countRateLimits(registry: Registry, ...clients: readonly RateLimited[]): void {
  const counter = new Counter({
    name: 'dobrobot_slack_rate_limited_total',
    help: 'How often Slack answered 429, by method of its API',
    labelNames: ['method'],
    registers: [registry],
  });
  for (const client of clients) {
    client.on('rate_limited', (_, { url }) => {
      counter.inc({ method: url.slice(url.lastIndexOf('/') + 1) });
    });
  }
}

/** Counts failures to read trackers, by their names in the configuration and by outcome. */
export function countTrackerErrors(registry: Registry): (tracker: string, outcome: string) => void {
  const counter = new Counter({
    name: 'dobrobot_tracker_errors_total',
    help: 'How often a tracker could not be read, by its name in the configuration and by outcome',
    labelNames: ['tracker', 'outcome'],
    registers: [registry],
  });
  return (tracker, outcome) => {
    counter.inc({ tracker, outcome });
  };
}

/** Counts the commands that the API refused for lack of room, by type. */
export function countBusy(registry: Registry): (type: string) => void {
  const counter = new Counter({
    name: 'dobrobot_api_busy_total',
    help: 'How often the API refused a command as too many of its kind were under way, by command',
    labelNames: ['command'],
    registers: [registry],
  });
  return (command) => {
    counter.inc({ command });
  };
}
