import type { WebClient } from '@slack/web-api';
import { readAbout } from '../../blocks/about-ticket.ts';
import { isUser } from './directs.ts';
import type { Directs } from './directs.ts';
import type { MessageRef } from './message-ref.ts';

/** Since when (epoch ms) something may have been posted unnoticed; `since` null: at an unknown time. Null: nothing was. */
export type Tried = { readonly since: number | null } | null;

/** More than the clocks of Slack and its bots may differ. */
const clocksDifferMs = 60_000;
const aboutMs = 60_000;

/** Searches conversations for our posts. Concurrent searches for the same share one, because hundreds of them would take minutes. */
export class Histories {
  readonly #slack: WebClient;
  readonly #directs: Directs;
  readonly #underWay = new Map<string, Promise<ReadonlyMap<string, MessageRef>>>();

  constructor(slack: WebClient, directs: Directs) {
    this.#slack = slack;
    this.#directs = directs;
  }

  /** See the function `postsFound`; for a user, searches their direct conversation. */
  async postsFound(
    channelOrUser: string,
    thread: string | null,
    since: number | null,
  ): Promise<ReadonlyMap<string, MessageRef>> {
    // Rounded, so that searches from about the same time share one.
    const from = since === null ? null : since - (since % aboutMs);
    const key = [channelOrUser, thread, from].join();
    const look = this.#underWay.get(key) ?? this.#look(channelOrUser, thread, from);
    this.#underWay.set(key, look);
    try {
      return await look;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #look(channelOrUser: string, thread: string | null, since: number | null) {
    const channel = isUser(channelOrUser) ? await this.#directs.idOf(channelOrUser) : channelOrUser;
    return postsFound(this.#slack, { channel, thread }, since);
  }
}

/**
 * The posts in a channel or thread since an instant (epoch ms), by block ID. `since`
 * null: the whole thread, or the latest page of a channel. Throws Slack's errors.
 */
async function postsFound(
  slack: WebClient,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
  since: number | null,
): Promise<ReadonlyMap<string, MessageRef>> {
  const found = new Map<string, MessageRef>();
  const oldest = since === null ? {} : { oldest: String((since - clocksDifferMs) / 1000) };
  let cursor: string | undefined;
  do {
    const page = { channel, limit: 200, ...oldest, ...(cursor === undefined ? {} : { cursor }) };
    const { messages, response_metadata: next } =
      thread === null
        ? await slack.conversations.history(page)
        : await slack.conversations.replies({ ...page, ts: thread });
    for (const { ts, blocks } of messages ?? []) {
      for (const { block_id: id } of blocks ?? []) {
        if (id !== undefined && ts !== undefined) found.set(readAbout(id).id, { channel, ts });
      }
    }
    const isWhole = thread === null && since === null;
    cursor = isWhole ? undefined : next?.next_cursor || undefined;
  } while (cursor !== undefined);
  return found;
}
