import { WebAPIPlatformError } from '@slack/web-api';
import { cardIdOf } from '../../blocks/message.ts';
import type { Message } from '../../blocks/message.ts';
import { shrunk } from '../../blocks/shrunk.ts';
import type { CardLocation } from '../../domain/messages/notice.ts';
import { isService } from '../../domain/service.ts';
import { channelTroubleOf } from './release-channel.ts';
import type { AddressedMessage } from './line.ts';
import { mayPass } from './may-pass.ts';
import type { Pace } from './pace.ts';
import type { PostPlace } from './place.ts';
import type { Address, Post } from './posts.ts';
import type { Tried } from './posts-found.ts';

/** Why Slack will never take a post to this person, however often it is tried. */
const unreachablePerson = ['user_not_found', 'user_disabled', 'cannot_dm_bot', 'channel_not_found'];
/** Why the bot may not write to this person directly, though they are there. */
const closedToMessages = ['missing_scope', 'messages_tab_disabled', 'restricted_action', 'is_archived'];
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

/** The ID of a channel by its name or ID; null is the release channel. Throws if the bot sees none of that name. */
type ChannelOf = (channel: string | null) => Promise<string>;

/** Hears of a post that can never be delivered, and why. */
type OnLost = (post: string, reason: string) => void;

/**
 * Posts to Slack; what an earlier attempt posted is not posted again, as far as it can be found. That is not so of what one person
 * alone sees. One poster serves one attempt, and looks for earlier ones once in each place, and only where there may be any.
 */
export class Poster {
  readonly #pace: Pace;
  readonly #channelOf: ChannelOf;
  readonly #onLost: OnLost;
  readonly #posts = new Map<string, Promise<ReadonlyMap<string, PostPlace>>>();

  constructor(pace: Pace, channelOf: ChannelOf, onLost: OnLost) {
    this.#pace = pace;
    this.#channelOf = channelOf;
    this.#onLost = onLost;
  }

  /**
   * Resolves when a post is in the line of its place; `said`, when it is there. That throws Slack's errors where trying again can
   * help; what can never be delivered is reported and counts as said. Rejects if `signal` aborts before it is known whether it is there already.
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
      // Nobody has looked: whoever says it later has to.
      if (signal.aborted) throw error;
      return { said: instead(error) };
    }
  }

  /** What becomes of a post that Slack did not take. */
  async #instead(post: Post, error: unknown, tried: Tried, signal: AbortSignal): Promise<void> {
    const reason = wordOf(error);
    const { address } = post;
    const other = unreachableChannel.includes(reason) ? otherAddress(address) : null;
    if (other !== null) {
      const message = (await post.directly?.()) ?? post.message;
      const { said } = await this.begin({ ...post, address: other, message }, tried, signal);
      await said;
    } else if (address.to === 'person' && closedToMessages.includes(reason)) {
      await this.#whisperTo(address.user, post, reason, signal);
    } else if (address.to === 'person' && unreachablePerson.includes(reason)) {
      this.#onLost(post.id, `${address.user}: ${reason}`);
    } else if (address.to === 'reply' && unreachableChannel.includes(reason)) {
      // Of a service, which has no other place.
      this.#onLost(post.id, reason);
    } else if (reason === '' || mayPass.includes(reason)) throw error;
    // A defect of ours, or of what people configured, must not hold up all that is to be said after it.
    else this.#onLost(post.id, reason);
  }

  /** Whoever cannot be written to directly reads it in the release channel, where nobody else sees it. */
  async #whisperTo(user: string, { id, message }: Post, reason: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#pace.whisper(await this.#channelOf(null), user, message, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      this.#onLost(id, `${user}: ${reason}, and in the release channel: ${wordOf(error)}`);
    }
  }

  /**
   * Shows the card of a release where it stands, or anew in the channel `own` (null: the release channel) if it is not there. Returns
   * its place; where Slack does not take it, what was `known` of that, with a report. Throws Slack's errors where trying again can help.
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
        this.#onLost(cardIdOf(release), `${own}: ${trouble}; it goes to the release channel`);
        return this.showCard(release, card, known, tried, signal);
      }
      this.#onCardRefused(release, error);
      return known;
    }
  }

  /** The same where it is known to stand; nothing is shown if it is not there any more. */
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
   * The card of a release in the channel `own` (null: the release channel), should it have been posted without this one knowing where. Throws
   * Slack's errors.
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

  /** False if the message is not there any more. */
  async #update(place: CardLocation, card: Message, signal: AbortSignal): Promise<boolean> {
    try {
      await fitting(card, (message) => this.#pace.update(place, message, signal, 'urgent'));
      return true;
    } catch (error) {
      if (goneMessage.includes(wordOf(error))) return false;
      throw error;
    }
  }

  /** Null: it is gone, and so nothing is to be said there. */
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

  /** Whether an earlier attempt posted it. What only one person sees is not in any history, so it cannot be looked for. */
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
    { id, address, message, settles, isOvertaken }: Post,
    signal: AbortSignal,
  ): Promise<void> {
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
  ): Promise<ReadonlyMap<string, PostPlace>> {
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
  ): Promise<ReadonlyMap<string, PostPlace>> {
    try {
      return await this.#pace.postsFound(channelOrUser, thread, since);
    } catch (error) {
      // What the bot may not read it may still post; said twice is better than not at all.
      if (wordOf(error) === 'missing_scope') return new Map();
      throw error;
    }
  }

  /** Puts a message in the place of an earlier one to the same person, unless that is gone. */
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

  /** Where an earlier post stands that has one of these IDs; null if it is gone. */
  async #placeOf(
    channelOrUser: string,
    ids: readonly string[],
    since: number,
    signal: AbortSignal,
  ): Promise<PostPlace | null> {
    const first = (placeOf: (id: string) => PostPlace | null | undefined) =>
      ids.map(placeOf).find((place) => place != null) ?? null;
    const known = first((id) => this.#pace.placeOf(id));
    if (known !== null) return known;
    const postsFound = await unlessAborted(() => this.#pace.postsFound(channelOrUser, null, since), signal);
    return first((id) => postsFound.get(id));
  }
}

const tooLong = ['msg_too_long', 'msg_blocks_too_long'];
/** So many characters are tried when Slack does not take more. */
const shorter = [6000, 3000, 1000];

/** Sends a message; a shorter one if Slack finds it too long, for its beginning says more than nothing. */
async function fitting<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
  let fits = message;
  for (const limit of shorter) {
    try {
      return await send(fits);
    } catch (error) {
      if (!tooLong.includes(wordOf(error))) throw error;
      fits = shrunk(message, limit);
    }
  }
  return send(fits);
}

const forAll = { thread: null, broadcast: false, onlyFor: null };

/** A service reads nothing in Slack: what is for nobody else there is not said. */
export function isReadable(address: Address): boolean {
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
const wordOf = (error: unknown): string =>
  error instanceof WebAPIPlatformError && /^\w+$/.test(error.data.error) ? error.data.error : '';

/** What is not to be said any more waits for no look, which may have to wait for minutes. Rejects with the reason of the signal. */
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
