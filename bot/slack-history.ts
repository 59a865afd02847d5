import type { WebClient } from '@slack/web-api';
import { instantOfTs } from '../domain/messages/slack-time.ts';
import type { SlackMessage } from './said-in.ts';

/** Slack recommends no more per page. */
const pageSize = 200;

/** The channels and direct conversations that the bot is in. */
export async function conversationsOf(slack: WebClient): Promise<readonly string[]> {
  const found: string[] = [];
  await eachPage(async (cursor) => {
    const page = await slack.users.conversations({
      types: 'public_channel,private_channel,im',
      exclude_archived: true,
      limit: pageSize,
      ...cursor,
    });
    found.push(...(page.channels ?? []).flatMap(({ id }) => (id === undefined ? [] : [id])));
    return page.response_metadata?.next_cursor;
  });
  return found;
}

/**
 * Messages of a conversation since an instant (epoch ms), including those in threads, except threads where only the bot (a user ID) writes.
 * Threads that began earlier are covered only on the page of the latest messages.
 */
export async function saidSince(
  slack: WebClient,
  channel: string,
  since: number,
  bot: string | undefined,
): Promise<readonly SlackMessage[]> {
  const found: SlackMessage[] = [];
  await eachPage(async (cursor) => {
    const page = await slack.conversations.history({ channel, limit: pageSize, ...cursor });
    const messages = page.messages ?? [];
    for (const message of messages) {
      const { ts, latest_reply: latestReply } = message;
      const isNew = latestReply !== undefined && instantOfTs(latestReply) >= since;
      if (ts !== undefined && isNew && !isMonologue(message, bot)) {
        found.push(...(await repliesSince(slack, channel, ts, since)));
      }
    }
    found.push(...messages.flatMap(asMessage));
    const oldest = messages.at(-1)?.ts;
    return oldest === undefined || instantOfTs(oldest) < since
      ? undefined
      : page.response_metadata?.next_cursor;
  });
  return found.filter(({ ts }) => instantOfTs(ts) >= since);
}

/** Whether only the bot has written in a thread, as in those of most cards. */
function isMonologue(
  {
    reply_users: all,
    reply_users_count: count,
  }: { readonly reply_users?: string[]; readonly reply_users_count?: number },
  bot: string | undefined,
): boolean {
  return all !== undefined && count === all.length && all.every((user) => user === bot);
}

async function repliesSince(
  slack: WebClient,
  channel: string,
  thread: string,
  since: number,
): Promise<readonly SlackMessage[]> {
  const found: SlackMessage[] = [];
  await eachPage(async (cursor) => {
    const oldest = String(since / 1000);
    const page = await slack.conversations.replies({
      channel,
      ts: thread,
      oldest,
      limit: pageSize,
      ...cursor,
    });
    found.push(...(page.messages ?? []).flatMap(asMessage).filter(({ ts }) => ts !== thread));
    return page.response_metadata?.next_cursor;
  });
  return found;
}

const asMessage = (message: Partial<SlackMessage>): SlackMessage[] =>
  message.ts === undefined ? [] : [{ ...message, ts: message.ts }];

/** Reads page by page until there is no further cursor. */
async function eachPage(
  read: (cursor: { readonly cursor?: string }) => Promise<string | undefined>,
): Promise<void> {
  let next = await read({});
  while (next !== undefined && next !== '') next = await read({ cursor: next });
}
