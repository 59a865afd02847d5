import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

const mostPeople = 10_000;
const keptMs = 60 * 60_000;
/** After a failure the next look waits, so that a Slack that is away is left alone. */
const failureKeptMs = 60_000;
/** The page shows IDs until then. */
const longestWaitMs = 2000;

/** What people are called in Slack. Never fails, and never takes long. */
export class SlackNames {
  /** Empty where none is known. */
  readonly #names: LRUCache<string, string>;

  constructor(slack: WebClient) {
    this.#names = new LRUCache<string, string>({
      max: mostPeople,
      ttl: keptMs,
      // Who has waited long enough goes on without it; the answer is kept when it comes.
      ignoreFetchAbort: true,
      allowStaleOnFetchAbort: true,
      fetchMethod: async (user, stale, { options }) => {
        try {
          const { user: found } = await slack.users.info({ user });
          return found?.profile?.display_name || found?.real_name || found?.name || '';
        } catch {
          options.ttl = failureKeptMs;
          return stale ?? '';
        }
      },
    });
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
