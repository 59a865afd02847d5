import { textMessage } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import { anewId } from '../../domain/messages/asks.ts';
import type { SettlingNotice } from '../../domain/messages/notice.ts';
import type { Surroundings, Texts } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import { buttonsOf } from './posts.ts';
import type { Post } from './posts.ts';

/** Replacements for the direct messages that asked for something, one for each person. */
export const settlingPosts = (
  notice: SettlingNotice,
  texts: TextsByReader,
  around: Surroundings,
): Promise<readonly Post[]> =>
  Promise.all(
    notice.ask.users.map(async (user): Promise<Post> => {
      const { ask, how } = notice;
      const { id, message } = wordSettling(notice, user, await texts.of(user), around);
      const earlier = { id: `${ask.id}:${user}`, since: ask.since };
      const settles = how === 'replaced' ? ({ ...earlier, remove: true } as const) : earlier;
      return { id, address: { to: 'person', user }, message, settles };
    }),
  );

function wordSettling(
  { ask, card, by, event }: SettlingNotice,
  user: string,
  own: Texts,
  around: Surroundings,
): { readonly id: string; readonly message: Message } {
  if (event === null) {
    const id = `${anewId(card.key, by)}:${user}`;
    return { id, message: textMessage(id, own.askedAnew(card, around), buttonsOf(card, ask.part), own) };
  }
  // Includes the ask, because one event may settle several asks of one person.
  const id = `${by}:${user}:${ask.id}`;
  return { id, message: textMessage(id, own.settled(card, event, around), null, own) };
}
