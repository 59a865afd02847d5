import type { HomeFacts } from '../../blocks/home.ts';
import { criticalOf } from '../../domain/components.ts';
import { calledAdmins } from '../../domain/people.ts';
import { mayHaveToAct, offersFor, waitsForSomebody } from '../../domain/release/to-act.ts';
import type { Standing } from '../../domain/release/to-act.ts';
import type { Settings } from '../../domain/settings.ts';
import type { People } from '../people.ts';
import type { OpenRelease, StandingReleases } from '../questions/standing-releases.ts';

/** Of the releases that may wait for somebody so many are asked how they stand, the oldest first. */
const mostAsked = 20;

interface Candidate {
  readonly release: OpenRelease;
  readonly standing: Standing;
}

/**
 * What concerns a person now: from one list, one query for each lock, and one for each of a few releases that may wait for them.
 * Throws Temporal's errors and Slack's.
 */
export async function homeOf(
  user: string,
  settings: Settings,
  people: People,
  releases: StandingReleases,
): Promise<HomeFacts> {
  const critical = criticalOf(settings.components);
  const [open, locks] = await Promise.all([releases.open(), releases.locks(critical)]);
  const pending = open.filter(({ stage }) => waitsForSomebody(stage));
  const all = await Promise.all(
    pending.map(async (release) => ({
      release,
      standing: await standingOf(user, release, settings, people),
    })),
  );
  const candidates = all.filter(({ release, standing }) => mayHaveToAct(release, standing));
  const asked = candidates.slice(0, mostAsked);
  return {
    waiting: await waitingOf(asked, releases),
    moreWaiting: candidates.length - asked.length,
    mine: open.filter(({ requester, admin }) => requester === user || admin === user),
    open,
    locks,
    silent: critical.filter((name) => !locks.some(({ component }) => component === name)),
  };
}

/** Those that do wait for them, as they stand now: a list may lag behind. */
async function waitingOf(
  asked: readonly Candidate[],
  releases: StandingReleases,
): Promise<HomeFacts['waiting']> {
  const statuses = await releases.statuses(asked.map(({ release }) => release.ticket));
  return asked.flatMap(({ release, standing }) => {
    const status = statuses.find(({ ticket }) => ticket === release.ticket);
    const offers = status === undefined ? [] : offersFor(status, standing);
    if (status === undefined || offers.length === 0) return [];
    const { stage, since, admin, components } = status;
    const now = { stage, components, admin: admin.user, since: Date.parse(since) };
    return [{ release: { ...release, ...now }, offers }];
  });
}

async function standingOf(
  user: string,
  { components }: OpenRelease,
  settings: Settings,
  people: People,
): Promise<Standing> {
  const { approves } = await people.rolesOf(user, components, settings);
  const admins = calledAdmins(await people.eligibleAdmins(components, settings), settings, Date.now());
  return {
    user,
    approves,
    calledAsAdmin: admins.includes(user),
    selfAccept: settings.release.selfAccept,
  };
}
