import { setImmediate as eventLoop } from 'node:timers/promises';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { limits } from '../../blocks/limits.ts';
import type { Message } from '../../blocks/message.ts';
import type { Turns } from '../../slack/turns.ts';
import type { PostPlace } from './place.ts';

/** What Slack advises for a message, in characters. */
const longestText = 4000;

/** What has waited for longer may be overtaken. */
const longMs = 2000;

/** A message and where in a channel it goes. */
export interface AddressedMessage {
  /** Unique for ever. */
  readonly id: string;
  /** Its ID, or that of the person whose direct conversation with the bot it is. */
  readonly channel: string;
  readonly thread: string | null;
  /** What stands in the thread is shown in the channel, too. */
  readonly broadcast: boolean;
  readonly message: Message;
  /** Whether it need not be said any more; asked for if it has waited for long. */
  readonly isOvertaken?: (() => Promise<boolean>) | undefined;
}

interface Waiting {
  readonly message: AddressedMessage;
  /** Whether it may stand in one message with others. */
  joinable: boolean;
  readonly signal: AbortSignal;
  /** Epoch ms. */
  readonly since: number;
  /** Null: it was not said, since it was overtaken. */
  readonly done: (place: PostPlace | null) => void;
  readonly failed: (reason: unknown) => void;
  readonly said: () => Promise<PostPlace | null>;
}

/**
 * What waits to be said in one channel. As long as none has to wait for its turn, each has a message of its own; then those for the
 * same place are said in one, in which each part keeps its block IDs.
 */
export class Line {
  readonly turns: Turns;
  readonly #everywhere: Turns;
  readonly #say: (batch: readonly AddressedMessage[]) => Promise<PostPlace>;
  #waiting: readonly Waiting[] = [];
  /** When those that were taken out of the line to be said are there, by their IDs. */
  readonly #inHand = new Map<string, Promise<PostPlace | null>>();
  #isMoving = false;

  /** `turns` are those of the channel, `everywhere` those of all channels together. */
  constructor(
    turns: Turns,
    everywhere: Turns,
    say: (batch: readonly AddressedMessage[]) => Promise<PostPlace>,
  ) {
    this.turns = turns;
    this.#everywhere = everywhere;
    this.#say = say;
  }

  /** Resolves with the place of the message that it stands in; null if it was overtaken while it waited. */
  async join(message: AddressedMessage, joinable: boolean, signal: AbortSignal): Promise<PostPlace | null> {
    signal.throwIfAborted();
    // An earlier attempt, which does not know yet that it is over, must not say it besides.
    for (const one of this.#waiting.filter((other) => other.message.id === message.id)) {
      this.#giveUp(one, new Error('A later attempt says it'));
    }
    const inHand = this.#inHand.get(message.id);
    if (inHand !== undefined) return inHand;
    const turn = new AbortController();
    const said = new Promise<PostPlace | null>((done, failed) => {
      const one: Waiting = { message, joinable, signal, since: Date.now(), done, failed, said: () => said };
      const onAbort = () => {
        this.#giveUp(one, signal.reason);
      };
      // A delivery that lasts for an hour says many things.
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
      // One of them that Slack will not take must not take the others along.
      const isRefused = batch.length > 1 && error instanceof WebAPIPlatformError;
      if (isLimited || isRefused) this.#putBack(batch, isLimited);
      else for (const { failed } of batch) failed(error);
      if (isLimited) throw error;
      // Whose post failed takes back what they have in line behind it.
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

/** Those that are still to be said. One that cannot be asked is. */
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

/** The first, and those behind it that can be said together with it: to the same place, in their order, as much as Slack takes. */
function nextBatch(waiting: readonly Waiting[]): readonly Waiting[] {
  const [first, ...others] = waiting;
  if (first === undefined) return [];
  const batch = [first];
  for (const one of others.filter(({ message }) => message.thread === first.message.thread)) {
    // What comes after one that cannot be joined must not overtake it.
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
