/** Who may talk to the bot. In a shared channel, people of other workspaces also read what it writes. */
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { unknownPerson } from '../slack/unknown-person.ts';

const mostPeople = 1000;
const knownForMs = 3_600_000;

/** The IDs that a user belongs to: a workspace, and the organization of an Enterprise Grid. */
type Home = readonly string[];

/**
 * Returns a check whether a user is of the bot's own workspace or organization, or of an allowed one. False for users that Slack does not
 * know. True if the lookup fails otherwise: commands must not wait for it, and roles are given by name anyway.
 */
export function ourPeople(
  slack: WebClient,
  allowed: () => Promise<readonly string[]>,
): (user: string) => Promise<boolean> {
  const homes = new LRUCache<string, Home>({ max: mostPeople, ttl: knownForMs });
  let own: Home | null = null;
  return async (user) => {
    try {
      own ??= await homeOfBot(slack);
      const home = homes.get(user) ?? (await homeOf(slack, user));
      homes.set(user, home);
      const ours = [...own, ...(await allowed())];
      return home.length === 0 || home.some((id) => ours.includes(id));
    } catch (error) {
      if (error instanceof WebAPIPlatformError && unknownPerson.includes(error.data.error)) return false;
      console.warn(`Slack does not tell of which workspace ${user} is:`, error);
      return true;
    }
  };
}

async function homeOfBot(slack: WebClient): Promise<Home> {
  const { team_id: team, enterprise_id: organization } = await slack.auth.test();
  return homeIn(team, organization);
}

async function homeOf(slack: WebClient, id: string): Promise<Home> {
  const { user } = await slack.users.info({ user: id });
  return homeIn(user?.team_id, user?.enterprise_user?.enterprise_id);
}

const homeIn = (...ids: readonly (string | undefined)[]): Home =>
  ids.flatMap((id) => (id === undefined || id === '' ? [] : [id]));
