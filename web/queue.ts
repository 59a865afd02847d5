import type { StandingReleases } from '../activities/questions/standing-releases.ts';
import { criticalOf } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { linkOfTicket } from './links.ts';
import type { QueueAnswer } from './wire.ts';

/** How things stand now, from one list and one query for each lock. Throws Temporal's errors. */
export async function queueAnswer(
  standing: Pick<StandingReleases, 'open' | 'locks'>,
  settings: Settings,
): Promise<QueueAnswer> {
  const critical = criticalOf(settings.components);
  const [open, locks] = await Promise.all([standing.open(), standing.locks(critical)]);
  return {
    at: Date.now(),
    releases: open.map(
      ({ key, ticket, title, url, requester, admin, components, stage, since, locks: claims }) => ({
        ...{ key, ticket, title, requester, admin, components, stage, since, locks: claims },
        url: linkOfTicket({ ticket, url }, settings),
      }),
    ),
    locks,
    silent: critical.filter((name) => !locks.some(({ component }) => component === name)),
  };
}
