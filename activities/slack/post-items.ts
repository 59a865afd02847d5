import type { Destination } from '../../domain/messages/round.ts';
import { channelDestination, componentDestination } from '../../domain/messages/round.ts';
import { isReadable } from './poster.ts';
import type { Poster } from './poster.ts';
import type { Address, Post } from './posts.ts';
import type { DeliveryItem } from './telling.ts';

/** The place of a post: posts to the same place keep their order. */
export function messageRefOf(address: Address): Destination {
  switch (address.to) {
    case 'everyone':
    case 'thread':
    case 'threadOf':
      return channelDestination;
    case 'channel':
      return componentDestination(address.channel);
    case 'person':
      return address.user;
    case 'reply':
      return `reply:${address.replyTo}:${address.user}`;
  }
}

/** A post as an item to deliver; `id` identifies it within its place. Empty if nobody could read the post. */
export function itemOf(post: Post, poster: Poster, id = post.id, tried = false): readonly DeliveryItem[] {
  if (!isReadable(post.address)) return [];
  return [
    {
      place: messageRefOf(post.address),
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
