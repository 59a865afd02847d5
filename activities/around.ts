import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import { criticalOf } from '../domain/components.ts';
import type { LockAnswer } from '../domain/lock/events.ts';
import type { Notice } from '../domain/messages/notice.ts';
import type { Settings } from '../domain/settings.ts';
import { planFor } from '../domain/watch/plan.ts';
import type { WatchShown } from '../domain/watch/shown.ts';
import { surroundings } from '../texts/index.ts';
import type { Surroundings } from '../texts/index.ts';
import type { People } from './people.ts';
import { roleHoldersFor } from './role-holders-for.ts';

interface AroundSources {
  readonly settings: Settings;
  readonly people: People;
  readonly releases: Releases;
  readonly locks: KnownLocks;
}

/** Looks up the people, locks and watch that the text of a notice mentions. Throws Slack's and Temporal's errors. */
export async function aroundOf(
  notice: Notice,
  { settings, people, releases, locks: known }: AroundSources,
): Promise<Surroundings> {
  const now = Date.now();
  const roles = await roleHoldersFor(notice, settings, people, now);
  const named = locksNamedIn(notice);
  const locks = await releases.locks(
    named === 'all' ? criticalOf((await known.in(settings)).components) : named,
  );
  const watched = await watchedIn(notice, settings, releases);
  return { ...surroundings(settings, roles, locks, now), watched };
}

/** The watch to show on a card; null if it shows none. */
async function watchedIn(
  notice: Notice,
  { components }: Settings,
  releases: Releases,
): Promise<WatchShown | null> {
  if (notice.kind !== 'card' || notice.card.startedAt === null) return null;
  return planFor(notice.card.components, components) === null ? null : releases.watched(notice.card.key);
}

/** The components whose locks the text of a notice mentions. */
function locksNamedIn(notice: Notice): readonly string[] | 'all' {
  switch (notice.kind) {
    case 'answer': {
      // Only the lock that the release waits for first, to tell those who ask why it waits.
      const waiting = notice.card.locks.filter((claim) => claim.state === 'waiting').slice(0, 1);
      return waiting.map(({ component }) => component);
    }
    case 'lockAnswer':
      return aboutAllFreezes(notice.answer) ? 'all' : [];
    case 'lockEvent':
      return notice.event.type === 'unfrozen' && notice.event.all ? 'all' : [];
    default:
      return [];
  }
}

function aboutAllFreezes(answer: LockAnswer): boolean {
  return answer.done
    ? answer.event.type === 'unfrozen' && answer.event.all
    : answer.code === 'frozenByOthers' && answer.facts.all;
}
