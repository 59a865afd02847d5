import { textMessage } from '../../blocks/message.ts';
import { badMessage } from '../../blocks/watch-message.ts';
import { cardChannelOf, linkingChannelsOf } from '../../domain/components.ts';
import type { ReleaseCard, ShownCard } from '../../domain/messages/notice.ts';
import type { WatchTold } from '../../domain/messages/watch.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import type { Address, Post } from '../slack/posts.ts';

/**
 * Announcements of a watch. They go to the thread of the card. The first
 * time something turns bad, the channels of the components get one, too.
 */
export function publicPosts(
  told: WatchTold,
  { card, place }: ShownCard,
  { components }: Settings,
  texts: Texts,
  around: Surroundings,
): readonly Post[] {
  const { id, isFirst } = told;
  const announcement = texts.watch.announcement(told, card, around);
  if (announcement === null) return [];
  const own = cardChannelOf(card.components, components);
  const channel: Address =
    own === null ? { to: 'everyone' } : { to: 'channel', channel: own, orEveryone: true };
  const story: Address = place === null ? channel : { to: 'thread', card: place, broadcast: isFirst };
  const others = isFirst ? linkingChannelsOf(card.components, components) : [];
  const post = (postId: string, address: Address): Post => ({
    ...{ id: postId, address },
    message: textMessage(postId, announcement, null, texts),
  });
  return [
    post(id, story),
    ...others.map((name) => post(`${id}:in:${name}`, { to: 'channel', channel: name, orEveryone: false })),
  ];
}

/**
 * Direct messages to the people whose release it is. A bad check is reported with buttons, and what
 * comes of it replaces that message. `since`: the earliest time of the first report, epoch ms.
 */
export async function directPosts(
  told: WatchTold,
  card: ReleaseCard,
  since: number,
  texts: TextsByReader,
  around: Surroundings,
): Promise<readonly Post[]> {
  const { id, what, settles } = told;
  const people = [...new Set([card.requester, card.admin.user])].filter((user) => user !== null);
  const posts = people.map(async (user): Promise<readonly Post[]> => {
    const own = await texts.of(user);
    const words = own.watch.personal(told, card, around);
    if (words === null) return [];
    const direct = { about: card.ticket, address: { to: 'person', user } } as const;
    const postId = `${id}:${user}`;
    const settling = settles.map((earlier): Post & Required<Pick<Post, 'settles'>> => {
      const settlingId = `${postId}:${earlier}`;
      const message = textMessage(settlingId, words, null, own);
      return { ...direct, id: settlingId, message, settles: { id: `${earlier}:${user}`, since } };
    });
    if (what.type !== 'bad') return settling;
    // Replacing a message notifies nobody, so bad news is posted anew and the earlier messages are removed.
    return [
      { ...direct, id: postId, message: badMessage(postId, words, what.check, card, own) },
      ...settling.map((post) => ({ ...post, settles: { ...post.settles, remove: true as const } })),
    ];
  });
  return (await Promise.all(posts)).flat();
}
