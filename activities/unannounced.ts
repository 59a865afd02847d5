import { textMessage } from '../blocks/message.ts';
import type { Notice, ReleaseCard } from '../domain/messages/notice.ts';
import type { ChannelTrouble } from '../domain/trouble.ts';
import type { Settings } from '../domain/settings.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { isUser } from './slack/directs.ts';
import type { Poster } from './slack/poster.ts';
import type { Post } from './slack/posts.ts';
import type { Tried } from './slack/posts-found.ts';
import { channelTroubleOf } from './slack/release-channel.ts';

/** How long Slack may take. */
const patienceMs = 1000;

interface Context {
  readonly poster: Poster;
  readonly texts: TextsByReader;
  readonly settings: Settings;
}

/** Tells the people who wanted these announcements why the release channel has none. */
export async function tellUnannounced(
  notices: readonly Notice[],
  failure: unknown,
  { poster, texts, settings }: Context,
): Promise<void> {
  const trouble = channelTroubleOf(failure);
  if (trouble === null) return;
  await sayBriefly(
    notices.map((notice) => unannounced(notice, trouble, settings, texts)),
    null,
    poster,
  );
}

/** Tells the requester which channels of components have neither the card nor a link to it. */
export async function tellElsewhere(
  notices: readonly Notice[],
  tried: Tried,
  { poster, texts }: Context,
): Promise<void> {
  const card = notices.flatMap((notice) => ('card' in notice ? [notice.card] : [])).at(-1);
  if (card === undefined) return;
  const posts = [...poster.closed].map(([channel, trouble]) => elsewhere(card, channel, trouble, texts));
  await sayBriefly(posts, tried, poster);
}

/** Sends what may be lost if Slack does not take it soon. */
async function sayBriefly(
  wording: readonly Promise<Post | null>[],
  tried: Tried,
  poster: Poster,
): Promise<void> {
  const posts = await Promise.all(wording);
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.allSettled(
    posts.filter((post) => post !== null).map(async (post) => (await poster.begin(post, tried, signal)).said),
  );
}

/** To the person who wanted an announcement; null if nobody wanted one. */
async function unannounced(
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

/** To the requester; null if no person asked for it. */
async function elsewhere(
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
