import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { cardIdOf } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import type { CardPlace } from '../../workflows/names.ts';
import { mayPass } from './may-pass.ts';
import type { Address, Post } from './posts.ts';

/** Why Slack will never take a post to this person, however often it is tried. */
const unreachablePerson = [
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'channel_not_found',
  'messages_tab_disabled',
];
/** Why a channel cannot be answered in; the person is told directly instead. */
const unreachableChannel = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_in_channel',
  'thread_not_found',
  'restricted_action',
];

/** Why a message cannot be updated: somebody deleted it, or Slack does not find it any more. */
const goneMessage = ['message_not_found', 'channel_not_found', 'cant_update_message', 'edit_window_closed'];

interface Place {
  readonly channel: string;
  readonly thread: string | null;
  /** What stands in a thread is shown in its channel, too. */
  readonly broadcast?: true;
  /** Only this person sees it; null for everyone there. */
  readonly onlyFor: string | null;
}

/** Posts to Slack, each post once. One poster serves one attempt at a batch. */
export class Poster {
  readonly #slack: WebClient;
  readonly #releaseChannel: () => Promise<string>;
  /** Whether an earlier attempt may have posted some of it. */
  readonly #again: boolean;
  readonly #directs = new Map<string, Promise<string>>();
  readonly #posted = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(slack: WebClient, releaseChannel: () => Promise<string>, again: boolean) {
    this.#slack = slack;
    this.#releaseChannel = releaseChannel;
    this.#again = again;
  }

  /** Throws Slack's errors where trying again can help; what can never be delivered is left out and reported. */
  async post(post: Post, onLost: (reason: string) => void): Promise<void> {
    try {
      await this.#postAt(await this.#placeOf(post.address), post);
    } catch (error) {
      const reason = reasonOf(error);
      const { address } = post;
      if (address.to === 'reply' && unreachableChannel.includes(reason)) {
        await this.post({ ...post, address: { to: 'person', user: address.user } }, onLost);
      } else if (address.to === 'person' && unreachablePerson.includes(reason)) {
        onLost(`${address.user}: ${reason}`);
      } else if (reason === '' || mayPass.includes(reason)) throw error;
      // A defect of ours, or of what people configured, must not hold up all that is to be said after it.
      else onLost(reason);
    }
  }

  /**
   * Shows the card of a release: where it stands, or anew if it is not there. Returns its place; null, with a report, where
   * Slack does not take it. Throws as `post` does.
   */
  async showCard(
    release: string,
    card: Message,
    known: CardPlace | null,
    onLost: (reason: string) => void,
  ): Promise<CardPlace | null> {
    try {
      const place = known ?? (await this.#findCard(release));
      if (place !== null && (await this.#update(place, card))) return place;
      const again = known === null ? null : await this.#findCard(release);
      if (again !== null && (await this.#update(again, card))) return again;
      const channel = await this.#releaseChannel();
      const { ts } = await this.#slack.chat.postMessage({ channel, ...card, ...withoutPreviews });
      return { release, channel, ts: ts ?? '' };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === '' || mayPass.includes(reason)) throw error;
      onLost(reason);
      return known;
    }
  }

  /** The card that an earlier attempt posted and could not tell of. */
  async #findCard(release: string): Promise<CardPlace | null> {
    if (!this.#again) return null;
    const channel = await this.#releaseChannel();
    const ts = (await this.#postedAt(channel, null)).get(cardIdOf(release));
    return ts === undefined ? null : { release, channel, ts };
  }

  /** False if the message is not there any more. */
  async #update({ channel, ts }: CardPlace, card: Message): Promise<boolean> {
    try {
      await this.#slack.chat.update({ channel, ts, ...card });
      return true;
    } catch (error) {
      if (goneMessage.includes(reasonOf(error))) return false;
      throw error;
    }
  }

  async #placeOf(address: Address): Promise<Place> {
    switch (address.to) {
      case 'everyone':
        return { channel: await this.#releaseChannel(), thread: null, onlyFor: null };
      case 'thread': {
        const { channel, ts } = address.card;
        const place = { channel, thread: ts, onlyFor: null };
        return address.broadcast ? { ...place, broadcast: true } : place;
      }
      case 'person': {
        return { channel: await this.#directOf(address.user), thread: null, onlyFor: null };
      }
      case 'reply': {
        const [channel = '', where = null] = address.replyTo.split(':');
        return where === 'ephemeral'
          ? { channel, thread: null, onlyFor: address.user }
          : { channel, thread: where, onlyFor: null };
      }
    }
  }

  /** Asked once for each person in an attempt: an attempt at a large batch would spend on this what Slack allows it. */
  #directOf(user: string): Promise<string> {
    const open = async () => (await this.#slack.conversations.open({ users: user })).channel?.id ?? user;
    const known = this.#directs.get(user) ?? open();
    this.#directs.set(user, known);
    return known;
  }

  async #postAt(place: Place, { id, message }: Post): Promise<void> {
    const { channel, thread, onlyFor } = place;
    // What only one person sees is not in any history, so it cannot be looked for.
    if (this.#again && onlyFor === null && (await this.#postedAt(channel, thread)).has(id)) return;
    if (onlyFor !== null) {
      await this.#slack.chat.postEphemeral({ channel, user: onlyFor, ...message });
      return;
    }
    const post = { channel, ...message, ...withoutPreviews };
    if (thread === null) await this.#slack.chat.postMessage(post);
    else if (place.broadcast === undefined) {
      await this.#slack.chat.postMessage({ ...post, thread_ts: thread });
    } else await this.#slack.chat.postMessage({ ...post, thread_ts: thread, reply_broadcast: true });
  }

  #postedAt(channel: string, thread: string | null): Promise<ReadonlyMap<string, string>> {
    const key = `${channel}:${thread ?? ''}`;
    const known = this.#posted.get(key) ?? this.#look(channel, thread);
    this.#posted.set(key, known);
    return known;
  }

  /** What stands there by its block IDs, with the `ts` of each: all of a thread, of a channel the latest. */
  async #look(channel: string, thread: string | null): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const page = { channel, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const { messages, response_metadata: next } =
        thread === null
          ? await this.#slack.conversations.history(page)
          : await this.#slack.conversations.replies({ ...page, ts: thread });
      for (const { ts, blocks } of messages ?? []) {
        for (const { block_id: id } of blocks ?? []) {
          if (id !== undefined && ts !== undefined) found.set(id, ts);
        }
      }
      cursor = thread === null ? undefined : next?.next_cursor || undefined;
    } while (cursor !== undefined);
    return found;
  }
}

const withoutPreviews = { unfurl_links: false, unfurl_media: false };

const reasonOf = (error: unknown): string => (error instanceof WebAPIPlatformError ? error.data.error : '');
