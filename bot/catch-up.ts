import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import type { Listening } from './listening.ts';
import type { Said } from './respond.ts';
import { saidIn } from './said-in.ts';
import { conversationsOf, saidSince } from './slack-history.ts';

/** What was said before this is looked for no more. */
const longestAbsenceMs = 3 * 24 * 60 * 60_000;
/** Another look goes back by so much more than there was since the last one. */
const overlapMs = 15 * 60_000;
/** Live messages wait for a look to end, so that none overtakes an earlier one; not longer than this, though. */
const longestWaitMs = 30_000;
const againAfterMs = 60_000;
/** Less than after what a message is too old to be carried out. */
const fromTimeToTimeMs = 10 * 60_000;

/**
 * Finds in the channels' histories what was said while the bot was away or could not pass it on. Nothing need be remembered of what
 * was done: what is found a second time does nothing, as its ID is the same.
 */
export class CatchUp {
  readonly #slack: WebClient;
  readonly #listening: Listening;
  readonly #remembersForMs: () => Promise<number>;
  readonly #onError: (error: unknown) => void;
  readonly #end: AbortSignal;
  #lookedAt = 0;
  #wanted = false;
  #running: Promise<void> | null = null;
  /** Whether live messages wait for it. */
  #holdsUp = false;

  constructor(
    slack: WebClient,
    listening: Listening,
    remembersForMs: () => Promise<number>,
    end: AbortSignal,
    onError: (error: unknown) => void,
  ) {
    this.#slack = slack;
    this.#listening = listening;
    this.#remembersForMs = remembersForMs;
    this.#end = end;
    this.#onError = onError;
  }

  /** Looks now; when it is looking already, once more after that. */
  begin(): void {
    this.#holdsUp = true;
    this.#look();
  }

  /** Looks again and again besides, for where nothing tells that Slack could not reach the bot. Live messages do not wait for that. */
  lookFromTimeToTime(): void {
    const timer = setInterval(() => {
      this.#look();
    }, fromTimeToTimeMs);
    this.#end.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  #look(): void {
    this.#wanted = true;
    this.#running ??= this.#run();
  }

  /** Looks in a while: messages that could not be passed on now will be found then. */
  beginLater(): void {
    sleep(againAfterMs, undefined, { signal: this.#end, ref: false }).then(
      () => {
        this.begin();
      },
      () => undefined,
    );
  }

  /** Resolves when a live message would overtake none that was said before, or has waited long enough for that. */
  async passed(): Promise<void> {
    if (this.#running !== null && this.#holdsUp) await Promise.race([this.#running, sleep(longestWaitMs)]);
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#end.aborted) {
      this.#wanted = false;
      const now = Date.now();
      try {
        // What Temporal has forgotten looks as if nobody had done it.
        const backMs = Math.min(longestAbsenceMs, await this.#remembersForMs());
        await this.#lookBack(Math.max(now - backMs, this.#lookedAt - overlapMs));
        this.#lookedAt = now;
      } catch (error) {
        // What is cut short by the end is found at the next start.
        this.#onError(error);
        this.beginLater();
      }
    }
    this.#running = null;
    this.#holdsUp = false;
  }

  async #lookBack(since: number): Promise<void> {
    const { user_id: bot } = await this.#slack.auth.test();
    const found: Said[] = [];
    for (const channel of await conversationsOf(this.#slack)) {
      const messages = await this.#readable(channel, since);
      found.push(...messages.flatMap((message) => saidIn(message, channel, bot) ?? []));
    }
    if (!this.#end.aborted) await this.#listening.hearMessages(found);
  }

  /** One channel that Slack does not let us read must not hide the others. */
  async #readable(channel: string, since: number) {
    try {
      return await saidSince(this.#slack, channel, since);
    } catch (error) {
      if (!(error instanceof WebAPIPlatformError)) throw error;
      this.#onError(error);
      return [];
    }
  }
}
