import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { isGroup } from '../domain/user-group.ts';
import { nameIn, slackPeople } from './slack-people.ts';

const keptMs = 60 * 60_000;
/** After this, IDs are shown instead. */
const longestWaitMs = 2000;
/** Of Slack's 100 calls a minute, the bot needs some itself. Beyond this, the page shows IDs. */
const mostAMinute = 60;

/** The names of people and user groups in Slack. Never throws, and never takes long. */
export class SlackNames {
  /** Empty if a name is unknown. */
  readonly #names: LRUCache<string, string>;
  /** The IDs that Slack was asked about within the last minute. */
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

  /** By user ID or user group ID. Leaves out names that are unknown or do not come in time. */
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
