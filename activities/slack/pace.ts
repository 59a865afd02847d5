import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { limits } from '../../blocks/limits.ts';
import type { Message } from '../../blocks/message.ts';
import { channelLimit } from '../../slack/limits.ts';
import { MethodTurns } from '../../slack/paced-client.ts';
import { RateLimiter } from '../../slack/turns.ts';
import { cut } from '../../texts/mrkdwn.ts';
import { Directs } from './directs.ts';
import { ChannelQueue } from './channel-queue.ts';
import type { AddressedMessage } from './channel-queue.ts';
import type { MessageRef } from './message-ref.ts';
import { Histories } from './posts-found.ts';

/** How many of the latest posts are remembered by ID. */
const mostKnown = 20_000;

/** Urgent calls go before others that wait for the same method. */
type Urgency = 'urgent' | 'patient';

/**
 * Posts and updates within Slack's rate limits, for the whole process; answers skip the line of their
 * channel. After a 429, only posts to the same channel wait for `Retry-After`; for an update, all
 * updates do. Everything throws Slack's other errors, and rejects if `signal` aborts while waiting.
 */
export class Pace {
  readonly #directs: Directs;
  readonly #histories: Histories;
  readonly #slack: WebClient;
  readonly #speed: number;
  readonly #turns: MethodTurns;
  readonly #lines = new Map<string, ChannelQueue>();
  readonly #answering = new Map<string, Promise<MessageRef>>();
  readonly #posted = new LRUCache<string, MessageRef>({ max: mostKnown });

  /** `speed`: messages per second that a channel takes. `turns`: the limits of the methods, scaled by the same factor. */
  constructor(slack: WebClient, speed: number, turns = new MethodTurns(speed)) {
    this.#slack = slack;
    this.#speed = speed;
    this.#turns = turns;
    this.#directs = new Directs(slack);
    this.#histories = new Histories(slack, this.#directs);
  }

  /** Joins the line of its channel before returning; resolves like `Line.join`. */
  post(message: AddressedMessage, joinable: boolean, signal: AbortSignal): Promise<MessageRef | null> {
    return this.#lineOf(message.channel).join(message, joinable, signal);
  }

  /** Posts an answer without joining the line of its channel, since somebody waits for it. */
  async answer(message: AddressedMessage, signal: AbortSignal): Promise<void> {
    await this.#messages.take({ urgent: true, signal });
    await this.#lineOf(message.channel).turns.atOnce(() => this.#answerOnce(message), signal);
  }

  /** Shares the call of an earlier attempt that does not know yet that it is over. */
  #answerOnce(message: AddressedMessage): Promise<MessageRef> {
    const { id } = message;
    const saying = this.#answering.get(id) ?? this.#say([message]).finally(() => this.#answering.delete(id));
    this.#answering.set(id, saying);
    return saying;
  }

  /** Posts an ephemeral message, visible to one user. */
  async whisper(channel: string, user: string, message: Message, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.postEphemeral({ channel, user, ...message });
    await this.#turns.of('chat.postEphemeral').inTurn(call, { urgent: true, signal });
  }

  async update(
    { channel, ts }: MessageRef,
    message: Message,
    signal: AbortSignal,
    urgency: Urgency,
  ): Promise<void> {
    const { text, blocks } = message;
    const call = () => this.#slack.chat.update({ channel, ts, blocks, text: cut(text, limits.updatedText) });
    await this.#turns.of('chat.update').inTurn(call, { urgent: urgency === 'urgent', signal });
  }

  /** Replaces one post with another. Not urgent, unlike calls that somebody waits for. */
  async replace(place: MessageRef, id: string, message: Message, signal: AbortSignal): Promise<void> {
    await this.update(place, message, signal, 'patient');
    this.#posted.set(id, place);
  }

  async remove({ channel, ts }: MessageRef, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.delete({ channel, ts });
    await this.#turns.of('chat.delete').inTurn(call, { signal });
  }

  /** See `Histories.postsFound`. */
  async postsFound(...where: Parameters<Histories['postsFound']>): Promise<ReadonlyMap<string, MessageRef>> {
    const found = await this.#histories.postsFound(...where);
    for (const [id, place] of found) this.#posted.set(id, place);
    return found;
  }

  /** The place of a post, by its ID; null unless this process has posted or found it. */
  placeOf(id: string): MessageRef | null {
    return this.#posted.get(id) ?? null;
  }

  /** The rate limit of all channels together. */
  get #messages(): RateLimiter {
    return this.#turns.of('chat.postMessage');
  }

  #lineOf(channel: string): ChannelQueue {
    const line =
      this.#lines.get(channel) ??
      new ChannelQueue(new RateLimiter(channelLimit(this.#speed)), this.#messages, (batch) =>
        this.#say(batch),
      );
    this.#lines.set(channel, line);
    return line;
  }

  async #say(batch: readonly AddressedMessage[]): Promise<MessageRef> {
    const { channel: asked, ...post } = callOf(batch);
    const { channel = asked, ts = '' } = await this.#directs.post(asked, (to) =>
      this.#slack.chat.postMessage({ ...post, channel: to }),
    );
    const place = { channel, ts };
    for (const { id } of batch) this.#posted.set(id, place);
    return place;
  }
}

/** Joins messages for one place into one. */
function callOf(batch: readonly AddressedMessage[]): ChatPostMessageArguments {
  const [first] = batch;
  const post = {
    channel: first?.channel ?? '',
    text: batch.map(({ message }) => message.text).join('\n'),
    blocks: batch.flatMap(({ message }) => message.blocks),
    unfurl_links: false,
    unfurl_media: false,
  };
  if (first === undefined || first.thread === null) return post;
  const reply = { ...post, thread_ts: first.thread };
  return first.broadcast ? { ...reply, reply_broadcast: true } : reply;
}
