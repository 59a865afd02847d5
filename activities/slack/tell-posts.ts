import type { PlaceKey } from '../../domain/messages/round.ts';
import { channelPlace, componentPlace } from '../../domain/messages/round.ts';
import { isReadable } from './poster.ts';
import type { Poster } from './poster.ts';
import type { Address, Post } from './posts.ts';
import type { Item } from './telling.ts';

/** The place of a post: posts to the same place keep their order. */
export function placeOf(address: Address): PlaceKey {
  switch (address.to) {
    case 'everyone':
    case 'thread':
    case 'threadOf':
      return channelPlace;
    case 'channel':
      return componentPlace(address.channel);
    case 'person':
      return address.user;
    case 'reply':
      return `reply:${address.replyTo}:${address.user}`;
  }
}

/** A post as an item to deliver; `id` identifies it within its place. Empty if nobody could read the post. */
export function itemOf(post: Post, poster: Poster, id = post.id, tried = false): readonly Item[] {
  if (!isReadable(post.address)) return [];
  return [
    {
      place: placeOf(post.address),
      id,
      tried,
      waits: post.settles !== undefined || post.address.to === 'threadOf',
      begin: async (before, signal) => {
        const { said } = await poster.begin(post, before, signal);
        // Answers have no line that keeps their order, so each waits until it is posted.
        if (post.address.to === 'reply') await Promise.allSettled([said]);
        return { said };
      },
    },
  ];
}
