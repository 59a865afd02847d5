import type { App } from '@slack/bolt';
import type { LinkSharedEvent } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { showLinks } from '../client/show-links.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';

/** Has links to stories on the page show how their releases stand: in posted messages, where the bot is and may be heard. */
export function listenToPageLinks(app: App, temporal: Client, page: URL): void {
  app.event('link_shared', async ({ event }) => {
    const shared = sharedIn(event, page);
    if (shared.links.length > 0) await showLinks(temporal, shared);
  });
}

/** Of what somebody only types, or shares where the bot is not, nothing: the page may not be for everyone there. */
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

/** The key of the release whose story the page shows there; null if the address is another. Slack gives it as it stands in the message. */
function storyAt(wire: string, page: URL): string | null {
  const address = wire.replaceAll('&amp;', '&');
  if (!URL.canParse(address)) return null;
  const { origin, pathname, searchParams } = new URL(address);
  const key = searchParams.get('story') ?? '';
  return origin === page.origin && pathname === '/' && /^[\w-]{1,100}$/.test(key) ? key : null;
}
