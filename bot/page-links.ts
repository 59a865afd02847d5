import type { App } from '@slack/bolt';
import type { LinkSharedEvent } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { showLinks } from '../client/show-links.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';

/** Unfurls links to stories on the page with the state of their releases. */
export function listenToPageLinks(app: App, temporal: Client, page: URL): void {
  app.event('link_shared', async ({ event }) => {
    const shared = sharedIn(event, page);
    if (shared.links.length > 0) await showLinks(temporal, shared);
  });
}

/**
 * The links to unfurl. None while a message is only being typed or where
 * the bot is not a member: people there may have no access to the page.
 */
export function sharedIn(
  { channel, message_ts: ts, source, is_bot_user_member: isMember, links }: SharedEvent,
  page: URL,
): SharedLinks {
  const isShown = isMember && source !== 'composer';
  const stories = links.flatMap(({ url }) => {
    const releaseKey = storyAt(url, page);
    return releaseKey === null ? [] : [{ url, releaseKey }];
  });
  return { channel, ts, links: isShown ? stories : [] };
}

type SharedEvent = Pick<
  LinkSharedEvent,
  'channel' | 'message_ts' | 'source' | 'is_bot_user_member' | 'links'
>;

/** The key of the release whose story the address shows; null for any other address. `wire` is escaped as Slack has it in messages. */
function storyAt(wire: string, page: URL): string | null {
  const address = wire.replaceAll('&amp;', '&');
  if (!URL.canParse(address)) return null;
  const { origin, pathname, searchParams } = new URL(address);
  const key = searchParams.get('story') ?? '';
  return origin === page.origin && pathname === '/' && /^[\w-]{1,100}$/.test(key) ? key : null;
}
