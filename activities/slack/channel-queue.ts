import { setImmediate as eventLoop } from 'node:timers/promises';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { limits } from '../../blocks/limits.ts';
import type { Message } from '../../blocks/message.ts';
import type { RateLimiter } from '../../slack/turns.ts';
import type { MessageRef } from './message-ref.ts';

/** Slack's recommended maximum for a message, in characters. */
const longestText = 4000;

/** After waiting for this long, a message is checked for being out of date. */
const longMs = 2000;

/** A message and its destination. */
export interface AddressedMessage {
  /** Globally unique. */
  readonly id: string;
  /** The ID of a channel, or of a user for a direct message. */
  readonly channel: string;
  readonly thread: string | null;
  /** Also shows a thread reply in the channel. */
  readonly broadcast: boolean;
  readonly message: Message;
  /** Whether the message is out of date. Asked only after a long wait. */
  readonly isOvertaken?: (() => Promise<boolean>) | undefined;
}

interface Waiting {
  readonly message: AddressedMessage;
  /** Whether it may share a message with others. */
  joinable: boolean;
  readonly signal: AbortSignal;
  /** Epoch ms. */
  readonly since: number;
  /** Null: it was not posted because it was out of date. */
  readonly done: (place: MessageRef | null) => void;
  readonly failed: (reason: unknown) => void;
  readonly said: () => Promise<MessageRef | null>;
}

/**
 * The messages that wait for one channel. If none has to wait for the rate limit, each is posted on its own.
 * Otherwise those for the same thread are joined into one message, in which each part keeps its block IDs.
 */
export class ChannelQueue {
  readonly turns: RateLimiter;
  readonly #everywhere: RateLimiter;
  readonly #say: (batch: readonly AddressedMessage[]) => Promise<MessageRef>;
  #waiting: readonly Waiting[] = [];
  /** The messages being posted now, by ID. */
  readonly #inHand = new Map<string, Promise<MessageRef | null>>();
  #isMoving = false;

  /** `turns` is the rate limit of the channel, `everywhere` that of all channels together. */
  constructor(
    turns: RateLimiter,
    everywhere: RateLimiter,
    say: (batch: readonly AddressedMessage[]) => Promise<MessageRef>,
  ) {
    this.turns = turns;
    this.#everywhere = everywhere;
    this.#say = say;
  }

  /** Resolves to the place where the message was posted; null if it became out of date while waiting. */
  async join(message: AddressedMessage, joinable: boolean, signal: AbortSignal): Promise<MessageRef | null> {
    signal.throwIfAborted();
    // An earlier attempt that does not know yet that it is over must not post it a second time.
    for (const one of this.#waiting.filter((other) => other.message.id === message.id)) {
      this.#giveUp(one, new Error('A later attempt says it'));
    }
    const inHand = this.#inHand.get(message.id);
    if (inHand !== undefined) return inHand;
    const turn = new AbortController();
    const said = new Promise<MessageRef | null>((done, failed) => {
      const one: Waiting = { message, joinable, signal, since: Date.now(), done, failed, said: () => said };
      const onAbort = () => {
        this.#giveUp(one, signal.reason);
      };
      // The listener is removed afterwards, because a delivery of an hour posts many messages with one signal.
      signal.addEventListener('abort', onAbort, { signal: turn.signal });
      this.#waiting = [...this.#waiting, one];
    });
    if (!this.#isMoving) void this.#move();
    try {
      return await said;
    } finally {
      turn.abort();
    }
  }

  #giveUp(one: Waiting, reason: unknown): void {
    if (!this.#waiting.includes(one)) return;
    this.#waiting = this.#waiting.filter((other) => other !== one);
    one.failed(reason);
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#waiting.length > 0) {
      await this.turns.inTurn(async () => {
        await this.#everywhere.take();
        await this.#sayNext();
      });
    }
    this.#isMoving = false;
  }

  async #sayNext(): Promise<void> {
    const next = this.turns.nextWaits() ? nextBatch(this.#waiting) : this.#waiting.slice(0, 1);
    this.#waiting = this.#waiting.filter((one) => !next.includes(one));
    for (const { message, said } of next) this.#inHand.set(message.id, said());
    const batch = await notOvertaken(next);
    const settled = () => {
      for (const { message } of next) this.#inHand.delete(message.id);
    };
    try {
      const place = batch.length === 0 ? null : await this.#say(batch.map(({ message }) => message));
      settled();
      for (const { done } of batch) done(place);
    } catch (error) {
      settled();
      const isLimited = error instanceof WebAPIRateLimitedError;
      // If Slack refuses a joined message, its parts are posted one by one, so that a bad one does not take the others with it.
      const isRefused = batch.length > 1 && error instanceof WebAPIPlatformError;
      if (isLimited || isRefused) this.#putBack(batch, isLimited);
      else for (const { failed } of batch) failed(error);
      if (isLimited) throw error;
      // Lets a sender whose post failed withdraw its later posts before the next one goes out.
      await eventLoop();
    }
  }

  #putBack(batch: readonly Waiting[], joinable: boolean): void {
    this.#waiting = [...batch, ...this.#waiting];
    for (const one of batch) {
      one.joinable &&= joinable;
      if (one.signal.aborted) this.#giveUp(one, one.signal.reason);
    }
  }
}

/** The messages that are still up to date. If the check fails, a message counts as up to date. */
async function notOvertaken(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
  const overtaken = await Promise.all(
    batch.map(async ({ message: { isOvertaken }, since }) => {
      if (isOvertaken === undefined || Date.now() - since < longMs) return false;
      return isOvertaken().catch(() => false);
    }),
  );
  batch
    .filter((_, index) => overtaken[index] === true)
    .forEach(({ done }) => {
      done(null);
    });
  return batch.filter((_, index) => overtaken[index] !== true);
}

/** The first message, and those that can be joined to it: for the same thread, in order, within Slack's limits. */
function nextBatch(waiting: readonly Waiting[]): readonly Waiting[] {
  const [first, ...others] = waiting;
  if (first === undefined) return [];
  const batch = [first];
  for (const one of others.filter(({ message }) => message.thread === first.message.thread)) {
    // Messages after one that cannot be joined must not overtake it.
    if (!canJoin(one, batch)) break;
    batch.push(one);
  }
  return batch;
}

function canJoin(one: Waiting, batch: readonly Waiting[]): boolean {
  const all = [...batch, one];
  const sum = (size: (message: AddressedMessage) => number) =>
    all.reduce((total, { message }) => total + size(message), 0);
  return (
    all.every(({ joinable, message }) => joinable && message.broadcast === one.message.broadcast) &&
    sum(({ message }) => message.blocks.length) <= limits.blocks &&
    sum(({ message }) => message.text.length) <= longestText
  );
}
