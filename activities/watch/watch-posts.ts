import { textMessage } from '../../blocks/message.ts';
import { badMessage } from '../../blocks/watch-message.ts';
import { linkingChannelsOf } from '../../domain/components.ts';
import type { ReleaseCard, ShownCard } from '../../domain/messages/notice.ts';
import type { WatchTold } from '../../domain/messages/watch.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Surroundings } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import type { Address, Post } from '../slack/posts.ts';

/**
 * What people are told of a watch. The story stands in the thread of the card; when something turns bad for the first time, everyone in the
 * channels of the components hears of it, too. Those whose release it is are told directly. `since`: when it was told first, at the earliest; epoch ms.
 */
export async function watchPosts(
  told: WatchTold,
  { card, place }: ShownCard,
  since: number,
  settings: Settings,
  texts: TextsByReader,
  around: Surroundings,
): Promise<readonly Post[]> {
  const { id, isFirst } = told;
  const announcement = texts.everyone.watch.announcement(told, card, around);
  if (announcement === null) return personalPosts(told, card, since, texts, around);
  const story: Address =
    place === null ? { to: 'everyone' } : { to: 'thread', card: place, broadcast: isFirst };
  const channels = isFirst ? linkingChannelsOf(card.components, settings.components) : [];
  const post = (postId: string, address: Address): Post => ({
    ...{ id: postId, address },
    message: textMessage(postId, announcement, null, texts.everyone),
  });
  return [
    ...(await personalPosts(told, card, since, texts, around)),
    post(id, story),
    ...channels.map((channel) => post(`${id}:in:${channel}`, { to: 'channel', channel })),
  ];
}

/** What is bad is told with buttons; what becomes of it takes its place. */
async function personalPosts(
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
    const address = { to: 'person', user } as const;
    const postId = `${id}:${user}`;
    if (what.type === 'bad') {
      return [{ id: postId, address, message: badMessage(postId, words, what.check, card, own) }];
    }
    return settles.map((earlier) => {
      const settlingId = `${postId}:${earlier}`;
      const message = textMessage(settlingId, words, null, own);
      return { id: settlingId, address, message, settles: { id: `${earlier}:${user}`, since } };
    });
  });
  return (await Promise.all(posts)).flat();
}
