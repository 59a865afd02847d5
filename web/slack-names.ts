import type { WebClient } from '@slack/web-api';
import type { LRUCache } from 'lru-cache';
import { nameIn, slackPeople } from '../texts/slack-people.ts';

const keptMs = 60 * 60_000;
/** The page shows IDs until then. */
const longestWaitMs = 2000;

/** What people are called in Slack. Never fails, and never takes long. */
export class SlackNames {
  /** Empty where none is known. */
  readonly #names: LRUCache<string, string>;

  constructor(slack: WebClient) {
    this.#names = slackPeople(
      async (user) => nameIn(await slack.users.info({ user })),
      keptMs,
      () => undefined,
    );
  }

  /** By user ID; who is not known, or not soon, is left out. */
  async of(users: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const signal = AbortSignal.timeout(longestWaitMs);
    const named = await Promise.all(
      users.map(async (user) => [user, (await this.#names.fetch(user, { signal })) ?? ''] as const),
    );
    return Object.fromEntries(named.filter(([, name]) => name !== ''));
  }
}
