import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { isGroup } from '../domain/user-group.ts';
import { nameIn, slackPeople } from './slack-people.ts';

const keptMs = 60 * 60_000;
/** IDs are shown until then. */
const longestWaitMs = 2000;
/** Of Slack's 100 calls a minute; the bot needs some of them. Whoever asks the page for more of them is shown IDs. */
const mostAMinute = 60;

/** What people and user groups are called in Slack. Never fails, and never takes long. */
export class SlackNames {
  /** Empty where none is known. */
  readonly #names: LRUCache<string, string>;
  /** Whom Slack was asked for within a minute. */
  readonly #asked = new LRUCache<string, true>({ max: mostAMinute, ttl: 60_000 });

  constructor(slack: WebClient) {
    this.#names = slackPeople(
      async (id) => {
        this.#mayAsk(id);
        return isGroup(id) ? handleOf(slack, id) : nameIn(await slack.users.info({ user: id }));
      },
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

  #mayAsk(id: string): void {
    this.#asked.purgeStale();
    if (this.#asked.size === mostAMinute) throw new Error('Slack was asked for too many people at once');
    this.#asked.set(id, true);
  }
}

async function handleOf(slack: WebClient, group: string): Promise<string> {
  const { usergroups } = await slack.usergroups.list();
  return usergroups?.find(({ id }) => id === group)?.handle ?? '';
}
