import { WebAPIPlatformError } from '@slack/web-api';
import type { KnownBlock, WebClient } from '@slack/web-api';
import type { Address, Post } from './posts.ts';

/** Slack allows 3,000 characters in a section. */
const sectionLimit = 3000;

/** Why Slack will never take a post to this person, however often it is tried. */
const unreachablePerson = [
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'channel_not_found',
  'messages_tab_disabled',
];
/** Why Slack will never take a post, whoever it is for: a defect of ours, which must not hold up all that is to be said after it. */
const unacceptablePost = [
  'invalid_blocks',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'invalid_arguments',
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

interface Place {
  readonly channel: string;
  readonly thread: string | null;
  /** Only this person sees it; null for everyone there. */
  readonly onlyFor: string | null;
}

/** Posts to Slack, each post once. One poster serves one attempt at a batch. */
export class Poster {
  readonly #slack: WebClient;
  readonly #releaseChannel: () => Promise<string>;
  /** Whether an earlier attempt may have posted some of it. */
  readonly #again: boolean;
  readonly #posted = new Map<string, Promise<ReadonlySet<string>>>();

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
      const reason = error instanceof WebAPIPlatformError ? error.data.error : '';
      const { address } = post;
      if (address.to === 'reply' && unreachableChannel.includes(reason)) {
        await this.post({ ...post, address: { to: 'person', user: address.user } }, onLost);
      } else if (address.to === 'person' && unreachablePerson.includes(reason)) {
        onLost(`${address.user}: ${reason}`);
      } else if (unacceptablePost.includes(reason)) {
        onLost(reason);
      } else throw error;
    }
  }

  async #placeOf(address: Address): Promise<Place> {
    switch (address.to) {
      case 'everyone':
        return { channel: await this.#releaseChannel(), thread: null, onlyFor: null };
      case 'person': {
        const { channel } = await this.#slack.conversations.open({ users: address.user });
        return { channel: channel?.id ?? address.user, thread: null, onlyFor: null };
      }
      case 'reply': {
        const [channel = '', where = null] = address.replyTo.split(':');
        return where === 'ephemeral'
          ? { channel, thread: null, onlyFor: address.user }
          : { channel, thread: where, onlyFor: null };
      }
    }
  }

  async #postAt(place: Place, { id, text, below }: Post): Promise<void> {
    const { channel, thread, onlyFor } = place;
    // What only one person sees is not in any history, so it cannot be looked for.
    if (this.#again && onlyFor === null && (await this.#postedAt(channel, thread)).has(id)) return;
    const blocks = [...sections(id, text), ...(below === undefined ? [] : [below])];
    const message = { channel, text, blocks, unfurl_links: false, unfurl_media: false };
    if (onlyFor !== null)
      await this.#slack.chat.postEphemeral({ channel, user: onlyFor, text, blocks: message.blocks });
    else await this.#slack.chat.postMessage(thread === null ? message : { ...message, thread_ts: thread });
  }

  #postedAt(channel: string, thread: string | null): Promise<ReadonlySet<string>> {
    const key = `${channel}:${thread ?? ''}`;
    const known = this.#posted.get(key) ?? this.#look(channel, thread);
    this.#posted.set(key, known);
    return known;
  }

  /** The block IDs of what stands there lately. */
  async #look(channel: string, thread: string | null): Promise<ReadonlySet<string>> {
    const { messages } =
      thread === null
        ? await this.#slack.conversations.history({ channel, limit: 200 })
        : await this.#slack.conversations.replies({ channel, ts: thread, limit: 200 });
    const blocks = (messages ?? []).flatMap((message) => message.blocks ?? []);
    return new Set(blocks.flatMap((block) => (block.block_id === undefined ? [] : [block.block_id])));
  }
}

/** A text as blocks, cut at line ends where it is too long for one. */
export function sections(id: string, text: string): KnownBlock[] {
  const parts: string[] = [];
  for (const line of text.match(/.{1,2900}/gsu)?.flatMap((piece) => piece.split(/(?<=\n)/)) ?? []) {
    const last = parts.at(-1);
    if (last === undefined || last.length + line.length > sectionLimit) parts.push(line);
    else parts[parts.length - 1] = last + line;
  }
  return parts.map((part, index) => ({
    type: 'section',
    block_id: index === 0 ? id : `${id}.${index}`,
    text: { type: 'mrkdwn', text: part },
  }));
}
