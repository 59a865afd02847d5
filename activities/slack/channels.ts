import type { ConversationsListResponse, WebClient } from '@slack/web-api';

export const isChannelId = (nameOrId: string): boolean => /^[CG][A-Z0-9_]{2,}$/.test(nameOrId);

/** The name of a channel as Slack has it, without #. */
export const bareName = (name: string): string => name.replace(/^#/, '');

/** The channels that the bot can see, page by page; archived ones are left out. Throws Slack's errors. */
export async function* channelsOf(
  slack: WebClient,
): AsyncGenerator<{ readonly id: string; readonly name: string }> {
  const pages = slack.paginate('conversations.list', {
    types: 'public_channel,private_channel',
    exclude_archived: true,
    limit: 1000,
  });
  for await (const page of pages) {
    const { channels = [] } = page as ConversationsListResponse;
    for (const { id, name } of channels) if (id && name) yield { id, name };
  }
}
