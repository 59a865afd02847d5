import { textMessage } from '../blocks/message.ts';
import type { Notice, ReleaseCard } from '../domain/messages/notice.ts';
import type { ChannelTrouble } from '../domain/trouble.ts';
import type { Settings } from '../domain/settings.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { isUser } from './slack/directs.ts';
import type { Post } from './slack/posts.ts';

/** Tells the person who wanted an announcement why there is none; null if nobody wanted one. */
export async function unannounced(
  notice: Notice,
  trouble: ChannelTrouble,
  { slack }: Settings,
  texts: TextsByReader,
): Promise<Post | null> {
  const by = askedBy(notice);
  if (by === null) return null;
  const own = await texts.of(by.user);
  const id = `${notice.id}:unannounced`;
  const text = own.setup.unannounced(by.what, slack.releaseChannel, trouble);
  const about = 'card' in notice ? notice.card.ticket : null;
  return { id, about, address: { to: 'person', user: by.user }, message: textMessage(id, text, null, own) };
}

/** Tells the requester that the channel of a component has neither the card nor a link to it; null if no person asked for it. */
export async function elsewhere(
  { key, ticket, requester: user }: ReleaseCard,
  channel: string,
  trouble: ChannelTrouble,
  texts: TextsByReader,
): Promise<Post | null> {
  if (user === null || !isUser(user)) return null;
  const own = await texts.of(user);
  const id = `${key}:not-in:${channel}`;
  const message = textMessage(id, own.setup.elsewhere(ticket, channel, trouble), null, own);
  return { id, about: ticket, address: { to: 'person', user }, message };
}

/** The person, and the ticket of their release or the component of their lock command; null if there is none. */
function askedBy(notice: Notice): { readonly user: string; readonly what: string } | null {
  if (notice.kind === 'card') {
    const { requester, ticket } = notice.card;
    return requester === null || !isUser(requester) ? null : { user: requester, what: ticket };
  }
  if (notice.kind !== 'lockEvent') return null;
  const { component, event } = notice;
  const by = 'actor' in event ? event.actor : event.type === 'frozen' ? event.freeze.by : null;
  return by === null || !isUser(by) ? null : { user: by, what: component };
}
