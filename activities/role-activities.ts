import type { KnownLocks } from '../client/known-locks.ts';
import type { Releases } from '../client/releases.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { QuestionActivities, SharedActivities } from '../domain/messages/activities.ts';
import type { OwnAnswer } from '../domain/messages/question-answer.ts';
import type { TokenStore } from '../log/tokens.ts';
import { provenPipeline, withTokenRights, withTokenRightsToLock } from './token-rights.ts';
import { homeOf } from './home/home-of.ts';
import type { People } from './people.ts';

interface RoleSources {
  readonly settingsNow: SettingsSource;
  readonly people: People;
  readonly releases: Releases;
  readonly locks: KnownLocks;
  /** Null if there is no database. */
  readonly tokens: Pick<TokenStore, 'withId'> | null;
}

/** The activities that look up roles. */
export const roleActivities = ({
  settingsNow,
  people,
  releases,
  locks,
  tokens,
}: RoleSources): Pick<SharedActivities, 'lookUpRoles' | 'lookUpLockRoles' | 'lookUpClaim'> &
  Pick<QuestionActivities, 'lookUpAsker'> => ({
  async lookUpRoles({ user, components, claimed = null, handsTo }) {
    const roles = await people.rolesOf(user, components, await settingsNow());
    const taker = handsTo === undefined ? {} : { handsToPerson: await people.isLiving(handsTo) };
    return withTokenRights({ ...roles, ...taker }, components, claimed, tokens);
  },

  lookUpClaim: (claimed) => provenPipeline(claimed, tokens),

  async lookUpLockRoles({ user, component, claimed = null }) {
    const roles = await people.lockRolesOf(user, component, await settingsNow());
    return withTokenRightsToLock(roles, component, claimed, tokens);
  },

  async lookUpAsker(user) {
    const settings = await locks.in(await settingsNow());
    const [own, { approver, admin }] = await Promise.all([
      ownReleases({ user, settings, people, releases }),
      people.rolesOf(user, Object.keys(settings.components), settings),
    ]);
    return { approver, admin, own };
  },
});

/** The releases that wait for a person, and their own. */
export async function ownReleases(of: Parameters<typeof homeOf>[0]): Promise<OwnAnswer> {
  const { waiting, mine } = await homeOf(of);
  return { waiting: waiting.map(({ release }) => release), releases: mine };
}
