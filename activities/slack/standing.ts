import type { WebClient } from '@slack/web-api';

/** Since when (epoch ms) something may have been posted without anybody knowing it; null if that is not known. Null: it was not. */
export type Tried = { readonly since: number | null } | null;

/** A little more than the clocks of Slack and of its bots may differ. */
const clocksDifferMs = 60_000;

/**
 * What stands in a channel or in a thread of it since an instant (epoch ms), by its block IDs, with the `ts` of each. Since `null`: all of a thread, of a
 * channel the latest page. Throws Slack's errors.
 */
export async function standing(
  slack: WebClient,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
  since: number | null,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
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
        if (id !== undefined && ts !== undefined) found.set(id, ts);
      }
    }
    const isWhole = thread === null && since === null;
    cursor = isWhole ? undefined : next?.next_cursor || undefined;
  } while (cursor !== undefined);
  return found;
}
