import type { WebClient } from '@slack/web-api';
import type { LRUCache } from 'lru-cache';
import { nameIn, slackPeople } from './slack-people.ts';

const keptMs = 60 * 60_000;
/** IDs are shown until then. */
const longestWaitMs = 2000;

/** What people and user groups are called in Slack. Never fails, and never takes long. */
export class SlackNames {
  /** Empty where none is known. */
  readonly #names: LRUCache<string, string>;

  constructor(slack: WebClient) {
    this.#names = slackPeople(
      async (id) => (id.startsWith('S') ? handleOf(slack, id) : nameIn(await slack.users.info({ user: id }))),
      '',
      keptMs,
      () => undefined,
    );
  }

  /** By user ID or user group ID; who is not known, or not soon, is left out. */
  async of(ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const signal = AbortSignal.timeout(longestWaitMs);
    const named = await Promise.all(
      ids.map(async (id) => [id, (await this.#names.fetch(id, { signal })) ?? ''] as const),
    );
    return Object.fromEntries(named.filter(([, name]) => name !== ''));
  }
}

async function handleOf(slack: WebClient, group: string): Promise<string> {
  const { usergroups } = await slack.usergroups.list();
  return usergroups?.find(({ id }) => id === group)?.handle ?? '';
}
