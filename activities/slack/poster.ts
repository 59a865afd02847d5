import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { cardIdOf } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import type { CardLocation } from '../../domain/messages/notice.ts';
import { isService } from '../../domain/service.ts';
import { isUser } from './directs.ts';
import type { AddressedMessage } from './line.ts';
import { mayPass } from './may-pass.ts';
import type { Pace } from './pace.ts';
import type { Place } from './place.ts';
import type { Address, Post } from './posts.ts';
import { standing } from './standing.ts';

/** Why Slack will never take a post to this person, however often it is tried. */
const unreachablePerson = [
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'channel_not_found',
  'messages_tab_disabled',
];
/** Why a channel takes no answer, which the person then gets directly, or no story of a card, which then everyone hears. */
const unreachableChannel = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_in_channel',
  'thread_not_found',
  'restricted_action',
];

/** Why a message cannot be updated: somebody deleted it or archived its channel, or Slack does not find it any more. */
const goneMessage = [
  'message_not_found',
  'channel_not_found',
  'cant_update_message',
  'cant_delete_message',
  'edit_window_closed',
  'is_archived',
  'is_inactive',
  'not_in_channel',
];

interface Location {
  readonly channel: string;
  readonly thread: string | null;
  /** What stands in a thread is shown in its channel, too. */
  readonly broadcast: boolean;
  /** Only this person sees it; null for everyone there. */
  readonly onlyFor: string | null;
}

/** With what a poster speaks. */
export interface Voice {
  readonly slack: WebClient;
  readonly pace: Pace;
  /** Aborts when nothing more is to be said. */
  readonly signal: AbortSignal;
}

/** Hears of a post that can never be delivered, and why. */
type OnLost = (post: string, reason: string) => void;

/**
 * Posts to Slack; what an earlier attempt posted is not posted again, as far as it can be found. That is not so of what one person
 * alone sees, and of what many messages of its channel have followed. One poster serves one attempt at a batch.
 */
export class Poster {
  readonly #slack: WebClient;
  readonly #pace: Pace;
  readonly #signal: AbortSignal;
  readonly #releaseChannel: () => Promise<string>;
  /** Whether an earlier attempt may have posted some of it. */
  readonly #again: boolean;
  readonly #posted = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor({ slack, pace, signal }: Voice, releaseChannel: () => Promise<string>, again: boolean) {
    this.#slack = slack;
    this.#pace = pace;
    this.#signal = signal;
    this.#releaseChannel = releaseChannel;
    this.#again = again;
  }

  /**
   * Posts all of these, in each place in their order, so that those that have to wait there can be said in one message.
   * Throws Slack's errors where trying again can help, and says nothing after that; what can never be delivered is left out and reported.
   */
  async post(posts: readonly Post[], onLost: OnLost): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([this.#signal, failing.signal]);
    const all: Promise<void>[] = [];
    for (const post of posts.filter(({ address }) => isReadable(address))) {
      if (signal.aborted) break;
      const { said } = await this.#begin(post, signal, onLost);
      all.push(said);
      said.catch((error: unknown) => {
        failing.abort(error);
      });
      // Answers have no line that keeps their order.
      if (post.address.to === 'reply') await Promise.allSettled([said]);
    }
    // What is on its way is there, or is not, before another attempt looks for it.
    await Promise.allSettled(all);
    signal.throwIfAborted();
  }

  /** Resolves when a post is in the line of its place; `said`, when it is there. */
  async #begin(post: Post, signal: AbortSignal, onLost: OnLost): Promise<{ readonly said: Promise<void> }> {
    const instead = (error: unknown) => this.#instead(post, error, signal, onLost);
    try {
      const place = await this.#placeOf(post.address);
      const say = (await this.#isThere(place, post.id))
        ? Promise.resolve()
        : this.#postAt(place, post, signal);
      return { said: say.catch(instead) };
    } catch (error) {
      return { said: instead(error) };
    }
  }

  /** What becomes of a post that Slack did not take. */
  async #instead(post: Post, error: unknown, signal: AbortSignal, onLost: OnLost): Promise<void> {
    const reason = reasonOf(error);
    const { address } = post;
    const other = unreachableChannel.includes(reason) ? otherAddress(address) : null;
    if (other !== null) {
      const message = (await post.directly?.()) ?? post.message;
      await (
        await this.#begin({ ...post, address: other, message }, signal, onLost)
      ).said;
    } else if (address.to === 'person' && unreachablePerson.includes(reason)) {
      onLost(post.id, `${address.user}: ${reason}`);
    } else if (address.to === 'reply' && unreachableChannel.includes(reason)) {
      // Of a service, which has no other place.
      onLost(post.id, reason);
    } else if (reason === '' || mayPass.includes(reason)) throw error;
    // A defect of ours, or of what people configured, must not hold up all that is to be said after it.
    else onLost(post.id, reason);
  }

  /**
   * Shows the card of a release: where it stands, or anew if it is not there. Returns its place; null, with a report, where
   * Slack does not take it. Throws as `post` does.
   */
  async showCard(
    release: string,
    card: Message,
    known: CardLocation | null,
    onLost: OnLost,
  ): Promise<CardLocation | null> {
    try {
      const place = known ?? (await this.#findCard(release));
      if (place !== null && (await this.#update(place, card))) return place;
      const again = known === null ? null : await this.#findCard(release);
      if (again !== null && (await this.#update(again, card))) return again;
      const channel = await this.#releaseChannel();
      const placed = { id: cardIdOf(release), channel, thread: null, broadcast: false, message: card };
      return { release, ...(await this.#pace.post(placed, false, this.#signal)) };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === '' || mayPass.includes(reason)) throw error;
      onLost(cardIdOf(release), reason);
      return known;
    }
  }

  /** The card that an earlier attempt posted and could not tell of. */
  async #findCard(release: string): Promise<CardLocation | null> {
    if (!this.#again) return null;
    const channel = await this.#releaseChannel();
    const ts = (await this.#postedAt(channel, null)).get(cardIdOf(release));
    return ts === undefined ? null : { release, channel, ts };
  }

  /** False if the message is not there any more. */
  async #update(place: CardLocation, card: Message): Promise<boolean> {
    try {
      await this.#pace.update(place, card, this.#signal, 'urgent');
      return true;
    } catch (error) {
      if (goneMessage.includes(reasonOf(error))) return false;
      throw error;
    }
  }

  async #placeOf(address: Address): Promise<Location> {
    switch (address.to) {
      case 'everyone':
        return { channel: await this.#releaseChannel(), ...forAll };
      case 'thread': {
        const { channel, ts } = address.card;
        return { channel, thread: ts, broadcast: address.broadcast, onlyFor: null };
      }
      case 'person': {
        return { channel: address.user, ...forAll };
      }
      case 'reply': {
        const [channel = '', where = null] = address.replyTo.split(':');
        return where === 'ephemeral'
          ? { channel, ...forAll, onlyFor: address.user }
          : { channel, ...forAll, thread: where };
      }
    }
  }

  /** Whether an earlier attempt posted it. What only one person sees is not in any history, so it cannot be looked for. */
  async #isThere({ channel, thread, onlyFor }: Location, id: string): Promise<boolean> {
    return this.#again && onlyFor === null && (await this.#postedAt(channel, thread)).has(id);
  }

  async #postAt(
    place: Location,
    { id, address, message, settles }: Post,
    signal: AbortSignal,
  ): Promise<void> {
    const { channel, thread, broadcast, onlyFor } = place;
    const placed = { id, channel, thread, broadcast, message };
    if (settles !== undefined) await this.#settle(placed, settles, signal);
    else if (onlyFor !== null) await this.#pace.whisper(channel, onlyFor, message, signal);
    else if (address.to === 'reply') await this.#pace.answer(placed, signal);
    else await this.#pace.post(placed, !hasButtons(message), signal);
  }

  #postedAt(channel: string, thread: string | null): Promise<ReadonlyMap<string, string>> {
    const key = `${channel}:${thread ?? ''}`;
    const known = this.#posted.get(key) ?? this.#look(channel, thread);
    this.#posted.set(key, known);
    return known;
  }

  async #look(channel: string, thread: string | null): Promise<ReadonlyMap<string, string>> {
    const id = isUser(channel) ? await this.#pace.directs.idOf(channel) : channel;
    return standing(this.#slack, { channel: id, thread }, null);
  }

  /** Puts a message in the place of an earlier one to the same person, unless that is gone. */
  async #settle(
    { id, channel: user, message }: AddressedMessage,
    { id: earlier, since, remove }: NonNullable<Post['settles']>,
    signal: AbortSignal,
  ): Promise<void> {
    const place = this.#pace.placeOf(earlier) ?? (await this.#earlier(user, earlier, since));
    if (place === null) return;
    const settled = remove
      ? this.#pace.remove(place, signal)
      : this.#pace.replace(place, id, message, signal);
    await settled.catch((error: unknown) => {
      if (!goneMessage.includes(reasonOf(error))) throw error;
    });
  }

  async #earlier(user: string, id: string, since: number): Promise<Place | null> {
    const channel = await this.#pace.directs.idOf(user);
    const ts = (await standing(this.#slack, { channel, thread: null }, since)).get(id);
    return ts === undefined ? null : { channel, ts };
  }
}

const forAll = { thread: null, broadcast: false, onlyFor: null };

/** A service reads nothing in Slack: what is for nobody else there is not said. */
function isReadable(address: Address): boolean {
  if (address.to === 'person') return !isService(address.user);
  const isWhisper = address.to === 'reply' && address.replyTo.endsWith(':ephemeral');
  return !(isWhisper && isService(address.user));
}

/** Where a post goes that its channel does not take; null if there is no other place. */
function otherAddress(address: Address): Address | null {
  if (address.to === 'reply') return isService(address.user) ? null : { to: 'person', user: address.user };
  return address.to === 'thread' ? { to: 'everyone' } : null;
}

const hasButtons = ({ blocks }: Message): boolean => blocks.some(({ type }) => type === 'actions');

/** Slack's word for why it did not take something; empty if it gave none: an answer that is none of Slack's is its own text. */
const reasonOf = (error: unknown): string =>
  error instanceof WebAPIPlatformError && /^\w+$/.test(error.data.error) ? error.data.error : '';
