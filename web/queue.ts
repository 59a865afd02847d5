import type { Releases } from '../client/releases.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { criticalOf } from '../domain/components.ts';
import { watchIdOf } from '../domain/messages/workflows.ts';
import { publicLock } from '../domain/release/status.ts';
import type { Settings } from '../domain/settings.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import { linkOfTicket } from './links.ts';
import type { QueueAnswer, ShownRelease } from './wire.ts';

/** The present state, from one list, a second one if anything is watched, and one query for each lock. Throws Temporal's errors. */
export async function queueAnswer(
  releases: Pick<Releases, 'open' | 'locks' | 'allWatched'>,
  settings: Settings,
): Promise<QueueAnswer> {
  const critical = criticalOf(settings.components);
  const isWatched = Object.values(settings.components).some(({ watch }) => watch !== undefined);
  const [open, locks, watched] = await Promise.all([
    releases.open(),
    releases.locks(critical),
    isWatched ? releases.allWatched() : new Map<string, WatchShown>(),
  ]);
  return {
    at: Date.now(),
    releases: open.map((release) => ({
      ...listedRelease(release, settings),
      bad: (watched.get(watchIdOf(release.key))?.bad ?? []).filter(({ notOurs }) => notOurs === null),
    })),
    locks,
    silent: critical.filter((name) => !locks.some(({ component }) => component === name)),
  };
}

function listedRelease(release: ListedRelease, settings: Settings): Omit<ShownRelease, 'bad'> {
  const { key, ticket, tickets, title, requester, admin, components, stage, since } = release;
  const url = linkOfTicket(release, settings);
  const locks = release.locks.map(publicLock);
  return { key, ticket, tickets, title, url, requester, admin, components, stage, since, locks };
}
