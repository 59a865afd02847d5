import type { Releases } from '../client/releases.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { criticalOf } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { linkOfTicket } from './links.ts';
import type { QueueAnswer, ShownRelease } from './wire.ts';

/** How things stand now, from one list and one query for each lock. Throws Temporal's errors. */
export async function queueAnswer(
  releases: Pick<Releases, 'open' | 'locks'>,
  settings: Settings,
): Promise<QueueAnswer> {
  const critical = criticalOf(settings.components);
  const [open, locks] = await Promise.all([releases.open(), releases.locks(critical)]);
  return {
    at: Date.now(),
    releases: open.map((release) => listedRelease(release, settings)),
    locks,
    silent: critical.filter((name) => !locks.some(({ component }) => component === name)),
  };
}

function listedRelease(release: ListedRelease, settings: Settings): ShownRelease {
  const { key, ticket, tickets, title, requester, admin, components, stage, since, locks } = release;
  const url = linkOfTicket(release, settings);
  return { key, ticket, tickets, title, url, requester, admin, components, stage, since, locks };
}
