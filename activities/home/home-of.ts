import { room } from '../../blocks/home.ts';
import type { HomeFacts } from '../../blocks/home.ts';
import { criticalOf } from '../../domain/components.ts';
import { calledAdmins } from '../../domain/people.ts';
import { stepsFor, waitsFor, waitsForSomebody } from '../../domain/release/to-act.ts';
import type { PersonalRoles } from '../../domain/release/to-act.ts';
import type { Settings } from '../../domain/settings.ts';
import type { People } from '../people.ts';
import type { Releases } from '../../client/releases.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';

/** How many releases are queried at a time. */
const askedAtOnce = 20;

/** Whose App Home it is, and where its contents come from. */
export interface HomeSources {
  readonly user: string;
  readonly settings: Settings;
  readonly people: People;
  readonly releases: Pick<Releases, 'open' | 'locks' | 'statuses'>;
}

/**
 * What concerns a person now. Takes one list, one query for each lock, and one for
 * each of the few releases that wait for them. Throws Temporal's errors and Slack's.
 */
export async function homeOf(sources: HomeSources): Promise<HomeFacts> {
  const { user, settings, releases } = sources;
  const critical = criticalOf(settings.components);
  const [open, locks] = await Promise.all([releases.open(), releases.locks(critical)]);
  return {
    ...(await waitingFor(sources, open)),
    mine: open.filter(({ requester, admin }) => requester === user || admin === user),
    open,
    locks,
    silent: critical.filter((name) => !locks.some(({ component }) => component === name)),
  };
}

/** Candidates from the visibility list, which lags and does not know freezes. Queries the oldest first until enough are confirmed. */
async function waitingFor(
  sources: HomeSources,
  open: readonly ListedRelease[],
): Promise<Pick<HomeFacts, 'waiting' | 'moreWaiting'>> {
  const pending = open.filter(({ stage }) => waitsForSomebody(stage));
  const roles = await Promise.all(pending.map(({ components }) => rolesIn(sources, components)));
  const listed = pending.filter((release, index) => {
    const role = roles[index];
    return role !== undefined && waitsFor(release, role);
  });
  const waiting: HomeFacts['waiting'][number][] = [];
  let asked = 0;
  while (asked < listed.length && waiting.length < room.waiting) {
    const next = listed.slice(asked, asked + askedAtOnce);
    waiting.push(...(await stillWaiting(sources, next)));
    asked += next.length;
  }
  return { waiting, moreWaiting: listed.length - asked };
}

/** The releases that really wait for the person, by their present status. */
async function stillWaiting(
  sources: HomeSources,
  listed: readonly ListedRelease[],
): Promise<HomeFacts['waiting']> {
  const statuses = await sources.releases.statuses(listed.map(({ ticket }) => ticket));
  const found = await Promise.all(
    listed.map(async (release) => {
      const status = statuses.find(({ ticket }) => ticket === release.ticket);
      if (status === undefined) return [];
      const { stage, since, admin, components, finding } = status;
      const steps = stepsFor(status, await rolesIn(sources, components));
      const now = { stage, components, finding, admin: admin.user, since: Date.parse(since) };
      return steps.length === 0 ? [] : [{ release: { ...release, ...now }, steps }];
    }),
  );
  return found.flat();
}

async function rolesIn(
  { user, settings, people }: HomeSources,
  components: readonly string[],
): Promise<PersonalRoles> {
  const { approves } = await people.rolesOf(user, components, settings);
  const admins = calledAdmins(await people.eligibleAdmins(components, settings), settings, Date.now());
  return { user, approves, calledAsAdmin: admins.includes(user) };
}
