import { textMessage } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import { anewId } from '../../domain/messages/asks.ts';
import type { Settling } from '../../domain/messages/asks.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import { buttonsOf } from './posts.ts';
import type { Post } from './posts.ts';

/** What takes the place of direct messages that asked for something, one a person. */
export const settlingPosts = (
  settling: Settling,
  texts: TextsByReader,
  around: Surroundings,
): Promise<readonly Post[]> =>
  Promise.all(
    settling.ask.users.map(async (user): Promise<Post> => {
      const { ask, how } = settling;
      const { id, message } = wordSettling(settling, user, await texts.of(user), around);
      const earlier = { id: `${ask.id}:${user}`, since: ask.since };
      const settles = how === 'replaced' ? ({ ...earlier, remove: true } as const) : earlier;
      return { id, address: { to: 'person', user }, message, settles };
    }),
  );

function wordSettling(
  { ask, notice }: Settling,
  user: string,
  own: Texts,
  around: Surroundings,
): { readonly id: string; readonly message: Message } {
  const { card } = notice;
  if (notice.kind === 'card') {
    const id = `${anewId(notice)}:${user}`;
    return { id, message: textMessage(id, own.askedAnew(card, around), buttonsOf(card, ask.part), own) };
  }
  const id = `${notice.id}:${user}:settled`;
  return { id, message: textMessage(id, own.settled(card, notice.event, around), null, own) };
}
