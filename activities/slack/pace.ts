import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { limits } from '../../blocks/limits.ts';
import type { Message } from '../../blocks/message.ts';
import { channelLimit } from '../../slack/limits.ts';
import { MethodTurns } from '../../slack/paced-client.ts';
import { Turns } from '../../slack/turns.ts';
import { cut } from '../../texts/mrkdwn.ts';
import { Directs } from './directs.ts';
import { Line } from './line.ts';
import type { AddressedMessage } from './line.ts';
import type { PostPlace } from './place.ts';
import { Histories } from './posts-found.ts';

/** So many of the latest posts are known by their IDs. */
const mostKnown = 20_000;

/** Whether it goes before others that wait for the same method. */
type Urgency = 'urgent' | 'patient';

/**
 * Posts and updates at the pace that Slack allows, over all that a process has to say; answers go at once. Slack's `Retry-After` is
 * waited for by whatever goes to the same channel, that of an update by all updates, and by nothing else. Everything throws
 * Slack's other errors, and rejects if `signal` aborts while it waits.
 */
export class Pace {
  readonly #directs: Directs;
  readonly #histories: Histories;
  readonly #slack: WebClient;
  readonly #speed: number;
  readonly #turns: MethodTurns;
  readonly #lines = new Map<string, Line>();
  readonly #answering = new Map<string, Promise<PostPlace>>();
  readonly #posted = new LRUCache<string, PostPlace>({ max: mostKnown });

  /** `speed` is how many messages a second Slack takes in a channel; `turns` those of its methods, all as much faster. */
  constructor(slack: WebClient, speed: number, turns = new MethodTurns(speed)) {
    this.#slack = slack;
    this.#speed = speed;
    this.#turns = turns;
    this.#directs = new Directs(slack);
    this.#histories = new Histories(slack, this.#directs);
  }

  /** Goes into the line of its channel before this returns; resolves as `Line.join` does. */
  post(message: AddressedMessage, joinable: boolean, signal: AbortSignal): Promise<PostPlace | null> {
    return this.#lineOf(message.channel).join(message, joinable, signal);
  }

  /** What somebody waits for does not wait in the line of its channel. */
  async answer(message: AddressedMessage, signal: AbortSignal): Promise<void> {
    await this.#messages.take({ urgent: true, signal });
    await this.#lineOf(message.channel).turns.atOnce(() => this.#answerOnce(message), signal);
  }

  /** An earlier attempt, which does not know yet that it is over, may be saying it. */
  #answerOnce(message: AddressedMessage): Promise<PostPlace> {
    const { id } = message;
    const saying = this.#answering.get(id) ?? this.#say([message]).finally(() => this.#answering.delete(id));
    this.#answering.set(id, saying);
    return saying;
  }

  /** The same, for one person's eyes. */
  async whisper(channel: string, user: string, message: Message, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.postEphemeral({ channel, user, ...message });
    await this.#turns.of('chat.postEphemeral').inTurn(call, { urgent: true, signal });
  }

  async update(
    { channel, ts }: PostPlace,
    message: Message,
    signal: AbortSignal,
    urgency: Urgency,
  ): Promise<void> {
    const { text, blocks } = message;
    const call = () => this.#slack.chat.update({ channel, ts, blocks, text: cut(text, limits.updatedText) });
    await this.#turns.of('chat.update').inTurn(call, { urgent: urgency === 'urgent', signal });
  }

  /** In the place of a post there is another one now. Somebody may wait for others. */
  async replace(place: PostPlace, id: string, message: Message, signal: AbortSignal): Promise<void> {
    await this.update(place, message, signal, 'patient');
    this.#posted.set(id, place);
  }

  async remove({ channel, ts }: PostPlace, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.delete({ channel, ts });
    await this.#turns.of('chat.delete').inTurn(call, { signal });
  }

  /** See `Histories.postsFound`. */
  async postsFound(...where: Parameters<Histories['postsFound']>): Promise<ReadonlyMap<string, PostPlace>> {
    const found = await this.#histories.postsFound(...where);
    for (const [id, place] of found) this.#posted.set(id, place);
    return found;
  }

  /** Where a post stands, by its ID, if this process posted it or has seen it. */
  placeOf(id: string): PostPlace | null {
    return this.#posted.get(id) ?? null;
  }

  /** Those of all channels together. */
  get #messages(): Turns {
    return this.#turns.of('chat.postMessage');
  }

  #lineOf(channel: string): Line {
    const line =
      this.#lines.get(channel) ??
      new Line(new Turns(channelLimit(this.#speed)), this.#messages, (batch) => this.#say(batch));
    this.#lines.set(channel, line);
    return line;
  }

  async #say(batch: readonly AddressedMessage[]): Promise<PostPlace> {
    const { channel: asked, ...post } = callOf(batch);
    const { channel = asked, ts = '' } = await this.#directs.post(asked, (to) =>
      this.#slack.chat.postMessage({ ...post, channel: to }),
    );
    const place = { channel, ts };
    for (const { id } of batch) this.#posted.set(id, place);
    return place;
  }
}

/** Messages for one place as one. */
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
