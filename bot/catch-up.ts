import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { heardIn } from './said-in.ts';
import type { Heard } from './said-in.ts';
import { conversationsOf, saidSince } from './slack-history.ts';

/** What was said before this is looked for no more. */
const longestAbsenceMs = 3 * 24 * 60 * 60_000;
/** Another look goes back by so much more than there was since the last one. */
const overlapMs = 15 * 60_000;
/** Live messages wait for a look to end, and for each other, so that none overtakes an earlier one; not longer than this, though. */
const longestWaitMs = 30_000;
const againAfterMs = 60_000;
/** Less than after what a message is too old to be carried out. */
const fromTimeToTimeMs = 10 * 60_000;

/** Why Slack does not show a channel when it is not well, and would a little later. */
const unwell = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/**
 * Finds in the channels' histories what was said while the bot was away or could not pass it on. Nothing need be remembered of what
 * was done: what is found a second time does nothing, as its ID is the same.
 */
export class CatchUp {
  readonly #slack: WebClient;
  readonly #hear: (messages: readonly Heard[]) => Promise<void>;
  readonly #remembersForMs: () => Promise<number>;
  readonly #onError: (error: unknown) => void;
  readonly #end: AbortSignal;
  #lookedAt = 0;
  #wanted = false;
  #running: Promise<void> | null = null;
  #looksLater = false;
  /** When the live messages that came so far are heard. */
  #live: Promise<void> = Promise.resolve();
  /** Whether live messages wait for it. */
  #holdsUp = false;

  constructor(
    slack: WebClient,
    hear: (messages: readonly Heard[]) => Promise<void>,
    remembersForMs: () => Promise<number>,
    end: AbortSignal,
    onError: (error: unknown) => void,
  ) {
    this.#slack = slack;
    this.#hear = hear;
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
    if (this.#looksLater) return;
    this.#looksLater = true;
    setTimeout(() => {
      this.#looksLater = false;
      this.begin();
    }, againAfterMs).unref();
  }

  /** Hears a live message as soon as it overtakes none that was said before, or has waited long enough for that. */
  hearLive(heard: Heard): Promise<void> {
    const before = Promise.all([this.#holdsUp ? this.#running : null, this.#live]);
    const done = within(longestWaitMs, before).then(() => this.#hear([heard]));
    this.#live = done.catch(() => undefined);
    return done;
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
    const found: Heard[] = [];
    let unread: Error | null = null;
    for (const channel of await conversationsOf(this.#slack)) {
      try {
        const messages = await saidSince(this.#slack, channel, since);
        found.push(...messages.flatMap((message) => heardIn(message, channel, bot) ?? []));
      } catch (error) {
        // One channel that Slack does not show must not hide the others.
        if (!(error instanceof WebAPIPlatformError)) throw error;
        if (unwell.includes(error.data.error)) unread = error;
        else this.#onError(error);
      }
    }
    if (!this.#end.aborted) await this.#hear(found);
    if (unread !== null) throw unread;
  }
}

/** Waits until all of it has come, but not longer than so many ms. */
async function within(ms: number, all: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const late = sleep(ms, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
  await Promise.race([all, late]);
  done.abort();
}
