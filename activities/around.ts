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

/** Whom and what the words about a notice name. Throws Slack's and Temporal's errors. */
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

/** How the release is watched that a card shows. */
async function watchedIn(
  notice: Notice,
  { components }: Settings,
  releases: Releases,
): Promise<WatchShown | null> {
  if (notice.kind !== 'card' || notice.card.startedAt === null) return null;
  return planFor(notice.card.components, components) === null ? null : releases.watched(notice.card.key);
}

/** The components whose locks the words about a notice tell of, where they answer. */
function locksNamedIn(notice: Notice): readonly string[] | 'all' {
  switch (notice.kind) {
    case 'answer': {
      // The lock that a queued release waits for first, for those who ask why.
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
