import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import type { Message } from '../../blocks/message.ts';
import type { CardLocation } from '../../domain/messages/notice.ts';
import { Line } from './line.ts';
import type { AddressedMessage } from './line.ts';
import { Turns } from './turns.ts';
import type { Limit } from './turns.ts';

/**
 * Slack takes one message a second in a channel and lets short bursts pass; it does not say how short. 1.1 s are below
 * that on any clock.
 */
const messages = { atOnce: 5, everyMs: 1100 };
/** Slack takes 50 updates a minute in a workspace (Tier 3) and lets short bursts pass. */
const updates = { atOnce: 10, everyMs: 1300 };

/**
 * Posts and updates at the pace that Slack allows, over all that a process has to say; answers go at once. Slack's `Retry-After` is
 * waited for by whatever goes to the same channel, that of an update by all updates, and by nothing else. Everything throws
 * Slack's other errors, and rejects if `signal` aborts while it waits.
 */
export class Pace {
  readonly #slack: WebClient;
  readonly #speed: number;
  readonly #lines = new Map<string, Line>();
  readonly #updates: Turns;

  /** `speed` is how many messages a second Slack takes in a channel. */
  constructor(slack: WebClient, speed: number) {
    this.#slack = slack;
    this.#speed = speed;
    this.#updates = new Turns(this.#atSpeed(updates));
  }

  /** Goes into the line of its channel before this returns; resolves with the `ts` of the message that it stands in. */
  post(message: AddressedMessage, joinable: boolean, signal: AbortSignal): Promise<string> {
    return this.#lineOf(message.channel).join(message, joinable, signal);
  }

  /** What somebody waits for does not wait in the line of its channel. */
  async answer(message: AddressedMessage, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.postMessage(callOf([message]));
    await this.#lineOf(message.channel).turns.atOnce(call, signal);
  }

  /** The same, for one person's eyes. */
  async whisper(channel: string, user: string, message: Message, signal: AbortSignal): Promise<void> {
    const call = () => this.#slack.chat.postEphemeral({ channel, user, ...message });
    await this.#lineOf(channel).turns.atOnce(call, signal);
  }

  async update({ channel, ts }: CardLocation, card: Message, signal: AbortSignal): Promise<void> {
    await this.#updates.inTurn(() => this.#slack.chat.update({ channel, ts, ...card }), signal);
  }

  #lineOf(channel: string): Line {
    const say = async (batch: readonly AddressedMessage[]) =>
      (await this.#slack.chat.postMessage(callOf(batch))).ts ?? '';
    const line = this.#lines.get(channel) ?? new Line(new Turns(this.#atSpeed(messages)), say);
    this.#lines.set(channel, line);
    return line;
  }

  #atSpeed({ atOnce, everyMs }: Limit): Limit {
    return { atOnce, everyMs: everyMs / this.#speed };
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
