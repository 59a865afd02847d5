import { textMessage } from '../../blocks/message.ts';
import type { EventNotice, Notice } from '../../domain/messages/notice.ts';
import type { Settings } from '../../domain/settings.ts';
import { isToldOutside } from '../../domain/told-outside.ts';
import type { Surroundings } from '../../texts/index.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import type { PreferenceCache } from '../preference-cache.ts';
import type { Post } from './posts.ts';

interface FollowerContext {
  readonly settings: Settings;
  readonly texts: TextsByReader;
  readonly wishes: PreferenceCache;
  /** What the texts depend on. */
  readonly around: () => Promise<Surroundings>;
}

/**
 * Messages to the followers of a component when a release of it starts or
 * ends on production. People who take part in the release are left out.
 */
export async function followerPosts(
  notice: Notice,
  { settings, texts, wishes, around }: FollowerContext,
): Promise<readonly Post[]> {
  if (notice.kind !== 'event' || !isToldOutside(notice.event.type)) return [];
  const { id, card, event } = notice;
  const { timezone } = settings.release.calendar;
  const followers = [...(await wishes.followers(card.components, Date.now(), timezone))];
  const strangers = followers.filter(([user]) => !hasPart(user, notice));
  if (strangers.length === 0) return [];
  const surroundings = await around();
  return Promise.all(
    strangers.map(async ([user, components]): Promise<Post> => {
      const own = await texts.of(user);
      const told = own.announcement(card, event, surroundings) ?? '';
      const postId = `${id}:${user}`;
      const message = textMessage(postId, `${told}\n${own.preferences.youFollow(components)}`, null, own);
      return { id: postId, address: { to: 'person', user }, message };
    }),
  );
}

const hasPart = (user: string, { card: { requester, admin }, event }: EventNotice): boolean =>
  [requester, admin.user, event.actor].includes(user);
