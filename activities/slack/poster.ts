import { WebAPIPlatformError } from '@slack/web-api';
import { aboutTicket } from '../../blocks/about-ticket.ts';
import { cardIdOf } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import { truncated } from '../../blocks/truncated.ts';
import type { CardLocation } from '../../domain/messages/notice.ts';
import { isService } from '../../domain/service.ts';
import type { ChannelTrouble } from '../../domain/trouble.ts';
import { channelTroubleOf } from './release-channel.ts';
import type { AddressedMessage } from './channel-queue.ts';
import { mayPass } from './may-pass.ts';
import type { Pace } from './pace.ts';
import type { MessageRef } from './message-ref.ts';
import type { Address, Post } from './posts.ts';
import type { Tried } from './posts-found.ts';

/** Slack's errors that mean this person can never be messaged. */
const unreachablePerson = ['user_not_found', 'user_disabled', 'cannot_dm_bot', 'channel_not_found'];
/** Slack's errors that mean the bot may not message this person directly, though they exist. */
const closedToMessages = ['missing_scope', 'messages_tab_disabled', 'restricted_action', 'is_archived'];
/**
 * Slack's errors for a channel that cannot be posted to. An answer then
 * goes to the person directly, a post in a card's thread to everyone.
 */
const unreachableChannel = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_in_channel',
  'thread_not_found',
  'restricted_action',
];

/** Slack's errors for a message that cannot be updated: it was deleted, its channel was archived, or Slack does not find it. */
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
  /** Also shows a thread reply in the channel. */
  readonly broadcast: boolean;
  /** The only user who sees it; null: everyone in the channel. */
  readonly onlyFor: string | null;
}

/** Resolves a channel by name or ID; null is the release channel. Throws if the bot sees no such channel. */
type ChannelOf = (channel: string | null) => Promise<string>;

/** Called with a post that can never be delivered, and why. */
type OnLost = (post: string, reason: string) => void;

/**
 * Posts to Slack. A post of an earlier attempt is not repeated if it can be found;
 * ephemeral messages cannot be found. A poster serves one attempt. It searches
 * each place at most once, and only if an earlier attempt may have posted there.
 */
export class Poster {
  readonly #pace: Pace;
  readonly #channelOf: ChannelOf;
  readonly #onLost: OnLost;
  readonly #posts = new Map<string, Promise<ReadonlyMap<string, MessageRef>>>();
  readonly #closed = new Map<string, ChannelTrouble>();

  constructor(pace: Pace, channelOf: ChannelOf, onLost: OnLost) {
    this.#pace = pace;
    this.#channelOf = channelOf;
    this.#onLost = onLost;
  }

  /** The channels of components, as named in the settings, that took nothing so far, and why. */
  get closed(): ReadonlyMap<string, ChannelTrouble> {
    return this.#closed;
  }

  /**
   * Resolves once a post has joined the line of its place; `said` resolves once it is posted. `said`
   * throws Slack's errors if a retry can help; a post that can never be delivered is reported and
   * counts as posted. Rejects if `signal` aborts before it is known whether the post is already there.
   */
  async begin(post: Post, tried: Tried, signal: AbortSignal): Promise<{ readonly said: Promise<void> }> {
    const instead = (error: unknown) => this.#instead(post, error, tried, signal);
    try {
      const location = await this.#locationOf(post.address, signal);
      if (location === null) return { said: Promise.resolve() };
      const say = (await this.#isThere(location, post.id, tried, signal))
        ? Promise.resolve()
        : this.#postAt(location, post, signal);
      return { said: say.catch(instead) };
    } catch (error) {
      // The search was cut off, so the next attempt has to search.
      if (signal.aborted) throw error;
      return { said: instead(error) };
    }
  }

  /** Handles a post that Slack refused. */
  async #instead(post: Post, error: unknown, tried: Tried, signal: AbortSignal): Promise<void> {
    const reason = wordOf(error);
    const { address } = post;
    const closed = address.to === 'channel' ? channelTroubleOf(error) : null;
    if (address.to === 'channel' && closed !== null) this.#closed.set(address.channel, closed);
    const other = closed !== null || unreachableChannel.includes(reason) ? otherAddress(address) : null;
    if (other !== null) {
      const message = (await post.directly?.()) ?? post.message;
      const { said } = await this.begin({ ...post, address: other, message }, tried, signal);
      await said;
    } else if (closed !== null) {
      // The card is in the release channel, so nothing waits for this channel.
      return;
    } else if (address.to === 'person' && closedToMessages.includes(reason)) {
      await this.#whisperTo(address.user, post, reason, signal);
    } else if (address.to === 'person' && unreachablePerson.includes(reason)) {
      this.#onLost(post.id, `${address.user}: ${reason}`);
    } else if (address.to === 'reply' && unreachableChannel.includes(reason)) {
      // A service has no other place to be reached.
      this.#onLost(post.id, reason);
    } else if (reason === '' || mayPass.includes(reason)) throw error;
    // A bug or a wrong configuration must not block the posts that follow.
    else this.#onLost(post.id, reason);
  }

  /** Falls back to an ephemeral message in the release channel for a person who cannot be messaged directly. */
  async #whisperTo(user: string, { id, message }: Post, reason: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#pace.whisper(await this.#channelOf(null), user, message, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      this.#onLost(id, `${user}: ${reason}, and in the release channel: ${wordOf(error)}`);
    }
  }

  /**
   * Updates the card of a release where it is, or posts it in the channel `own` (null: the
   * release channel) if it is not there, or in the release channel if `own` takes nothing. Returns its location; if Slack refuses
   * it, reports that and returns `known`. Throws Slack's errors if a retry can help.
   */
  async showCard(
    release: string,
    card: Message,
    known: CardLocation | null,
    tried: Tried,
    signal: AbortSignal,
    own: string | null = null,
  ): Promise<CardLocation | null> {
    try {
      const find = () => this.findCard(release, own, tried, signal);
      const place = known ?? (await find());
      if (place !== null && (await this.#update(place, card, signal))) return place;
      const again = known === null ? null : await find();
      if (again !== null && (await this.#update(again, card, signal))) return again;
      const channel = await this.#channelOf(own);
      const placed = { id: cardIdOf(release), channel, thread: null, broadcast: false };
      const posted = await fitting(card, (message) => this.#pace.post({ ...placed, message }, false, signal));
      return posted === null ? null : { release, ...posted };
    } catch (error) {
      const trouble = channelTroubleOf(error);
      if (own !== null && trouble !== null) {
        this.#closed.set(own, trouble);
        return this.showCard(release, card, known, tried, signal);
      }
      this.#onCardRefused(release, error);
      return known;
    }
  }

  /** Updates a card at a known location. Does nothing if it is no longer there. */
  async updateCard(place: CardLocation, card: Message, signal: AbortSignal): Promise<void> {
    await this.#update(place, card, signal).catch((error: unknown) => {
      this.#onCardRefused(place.release, error);
    });
  }

  #onCardRefused(release: string, error: unknown): void {
    const reason = wordOf(error);
    if (reason === '' || mayPass.includes(reason)) throw error;
    this.#onLost(cardIdOf(release), reason);
  }

  /**
   * Finds the card of a release in the channel `own` (null: the release channel), in
   * case an earlier attempt posted it. Null if there is none. Throws Slack's errors.
   */
  async findCard(
    release: string,
    own: string | null,
    tried: Tried,
    signal: AbortSignal,
  ): Promise<CardLocation | null> {
    if (tried === null) return null;
    const channel = await this.#channelOf(own);
    const place = (await this.#postsIn(channel, null, tried, signal)).get(cardIdOf(release));
    return place === undefined ? null : { release, ...place };
  }

  /** False if the message no longer exists. */
  async #update(place: CardLocation, card: Message, signal: AbortSignal): Promise<boolean> {
    try {
      await fitting(card, (message) => this.#pace.update(place, message, signal, 'urgent'));
      return true;
    } catch (error) {
      if (goneMessage.includes(wordOf(error))) return false;
      throw error;
    }
  }

  /** Null: the earlier post is gone, so nothing is posted in its thread. */
  async #locationOf(address: Address, signal: AbortSignal): Promise<Location | null> {
    switch (address.to) {
      case 'everyone':
        return { channel: await this.#channelOf(null), ...forAll };
      case 'channel':
        return { channel: await this.#channelOf(address.channel), ...forAll };
      case 'thread': {
        const { channel, ts } = address.card;
        return { channel, thread: ts, broadcast: address.broadcast, onlyFor: null };
      }
      case 'threadOf': {
        const place = await this.#placeOf(await this.#channelOf(null), address.posts, address.since, signal);
        return place === null ? null : { ...forAll, channel: place.channel, thread: place.ts };
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

  /** Whether an earlier attempt posted it. Always false for ephemeral messages, which are in no history. */
  async #isThere(
    { channel, thread, onlyFor }: Location,
    id: string,
    tried: Tried,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (tried === null || onlyFor !== null) return false;
    return this.#pace.placeOf(id) !== null || (await this.#postsIn(channel, thread, tried, signal)).has(id);
  }

  async #postAt(
    place: Location,
    { id, address, message: plain, settles, isOvertaken, about = null }: Post,
    signal: AbortSignal,
  ): Promise<void> {
    const message = about === null ? plain : aboutTicket(plain, about);
    const { channel, thread, broadcast, onlyFor } = place;
    const placed = { id, channel, thread, broadcast, message, isOvertaken };
    if (settles !== undefined) await this.#settle(placed, settles, signal);
    else
      await fitting(message, async (fits) => {
        const said = { ...placed, message: fits };
        if (onlyFor !== null) await this.#pace.whisper(channel, onlyFor, fits, signal);
        else if (address.to === 'reply') await this.#pace.answer(said, signal);
        else await this.#pace.post(said, !hasButtons(fits), signal);
      });
  }

  #postsIn(
    channelOrUser: string,
    thread: string | null,
    { since }: NonNullable<Tried>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, MessageRef>> {
    return unlessAborted(() => {
      const key = `${channelOrUser}:${thread ?? ''}`;
      const known = this.#posts.get(key) ?? this.#look(channelOrUser, thread, since);
      this.#posts.set(key, known);
      return known;
    }, signal);
  }

  async #look(
    channelOrUser: string,
    thread: string | null,
    since: number | null,
  ): Promise<ReadonlyMap<string, MessageRef>> {
    try {
      return await this.#pace.postsFound(channelOrUser, thread, since);
    } catch (error) {
      // The bot may post where it may not read. Posting twice is better than not at all.
      if (wordOf(error) === 'missing_scope') return new Map();
      throw error;
    }
  }

  /** Replaces an earlier message to the same person, unless that is gone. */
  async #settle(
    { id, channel: user, message }: AddressedMessage,
    { id: earlier, since, remove }: NonNullable<Post['settles']>,
    signal: AbortSignal,
  ): Promise<void> {
    const place = await this.#placeOf(user, [earlier], since, signal);
    if (place === null) return;
    const settled = remove
      ? this.#pace.remove(place, signal)
      : fitting(message, (fits) => this.#pace.replace(place, id, fits, signal));
    await settled.catch((error: unknown) => {
      if (!goneMessage.includes(wordOf(error))) throw error;
    });
  }

  /** The place of an earlier post with one of these IDs; null if it is gone. */
  async #placeOf(
    channelOrUser: string,
    ids: readonly string[],
    since: number,
    signal: AbortSignal,
  ): Promise<MessageRef | null> {
    const first = (placeOf: (id: string) => MessageRef | null | undefined) =>
      ids.map(placeOf).find((place) => place != null) ?? null;
    const known = first((id) => this.#pace.placeOf(id));
    if (known !== null) return known;
    const postsFound = await unlessAborted(() => this.#pace.postsFound(channelOrUser, null, since), signal);
    return first((id) => postsFound.get(id));
  }
}

const tooLong = ['msg_too_long', 'msg_blocks_too_long'];
/** Lengths to try, in characters, when Slack finds a message too long. */
const shorter = [6000, 3000, 1000];

/** Sends a message, shortened if Slack finds it too long: its beginning is better than nothing. */
async function fitting<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
  let fits = message;
  for (const limit of shorter) {
    try {
      return await send(fits);
    } catch (error) {
      if (!tooLong.includes(wordOf(error))) throw error;
      fits = truncated(message, limit);
    }
  }
  return send(fits);
}

const forAll = { thread: null, broadcast: false, onlyFor: null };

/** False for messages that only a service would see: services do not read Slack. */
export function isReadable(address: Address): boolean {
  if (address.to === 'person') return !isService(address.user);
  const isWhisper = address.to === 'reply' && address.replyTo.endsWith(':ephemeral');
  return !(isWhisper && isService(address.user));
}

/** Where a post goes if its channel refuses it; null if there is no other place. */
function otherAddress(address: Address): Address | null {
  if (address.to === 'reply') return isService(address.user) ? null : { to: 'person', user: address.user };
  const goesToEveryone = address.to === 'thread' || (address.to === 'channel' && address.orEveryone);
  return goesToEveryone ? { to: 'everyone' } : null;
}

const hasButtons = ({ blocks }: Message): boolean => blocks.some(({ type }) => type === 'actions');

/**
 * Slack's error code; empty if there is none. An answer that does not
 * come from Slack has its whole text as its error, so that is not a code.
 */
const wordOf = (error: unknown): string =>
  error instanceof WebAPIPlatformError && /^\w+$/.test(error.data.error) ? error.data.error : '';

/** Stops waiting for a search, which may take minutes, once the post is no longer wanted. Rejects with the reason of the signal. */
async function unlessAborted<T>(look: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { signal: done.signal });
  });
  try {
    return await Promise.race([look(), aborted]);
  } finally {
    done.abort();
  }
}
